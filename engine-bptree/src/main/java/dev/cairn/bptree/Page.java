package dev.cairn.bptree;

import static dev.cairn.bptree.PageFormat.BIRTH_OFFSET;
import static dev.cairn.bptree.PageFormat.CELL_HEADER_BYTES;
import static dev.cairn.bptree.PageFormat.CHAINED;
import static dev.cairn.bptree.PageFormat.CHAINED_KEY;
import static dev.cairn.bptree.PageFormat.CHAIN_PAYLOAD_BYTES;
import static dev.cairn.bptree.PageFormat.COUNT_OFFSET;
import static dev.cairn.bptree.PageFormat.DEAD_BYTES_OFFSET;
import static dev.cairn.bptree.PageFormat.HEADER_BYTES;
import static dev.cairn.bptree.PageFormat.HEAD_BYTES;
import static dev.cairn.bptree.PageFormat.HEAP_OFFSET;
import static dev.cairn.bptree.PageFormat.INT;
import static dev.cairn.bptree.PageFormat.KIND_OFFSET;
import static dev.cairn.bptree.PageFormat.LEVEL_OFFSET;
import static dev.cairn.bptree.PageFormat.LINK_OFFSET;
import static dev.cairn.bptree.PageFormat.LONG;
import static dev.cairn.bptree.PageFormat.PAGE_ID_OFFSET;
import static dev.cairn.bptree.PageFormat.PAYLOAD_WORD_OFFSET;
import static dev.cairn.bptree.PageFormat.PREFIX_BYTES_OFFSET;
import static dev.cairn.bptree.PageFormat.SHORT;
import static dev.cairn.bptree.PageFormat.SLOT_BYTES;

import dev.cairn.internal.memory.CacheLines;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads the fields of a page that lies at an offset of some memory.
 *
 * <p>A reader without a lock may see a page while it changes. Whatever these methods return then is
 * thrown away later; all they owe such a reader is to end.
 */
final class Page {
  private static final VarHandle BIG_ENDIAN =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private static final VarHandle LITTLE_ENDIAN =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int FEW_BYTES = 32;
  private static final int TOUCHED_LINES = 9;
  private static final int TOUCHED_ROOM_BYTES = 3 * CacheLines.BYTES;

  private Page() {}

  /**
   * Whether a page is where a tree has a level: a leaf at level 0, an inner page above. Both bytes
   * are in the cache line in which the frame's version is.
   */
  static boolean isAtLevel(MemorySegment m, long at, int level) {
    int kind = level == 0 ? PageFormat.LEAF : PageFormat.INNER;
    return m.get(SHORT, at + KIND_OFFSET) == (short) (level << Byte.SIZE | kind);
  }

  /** Copies a page to other memory, but for the words of its frame. */
  static void copy(MemorySegment m, long at, MemorySegment target, long to, PageShape shape) {
    MemorySegment.copy(
        m,
        at + PageFormat.FRAME_BYTES,
        target,
        to + PageFormat.FRAME_BYTES,
        (long) shape.pageBytes() - PageFormat.FRAME_BYTES);
  }

  static int id(MemorySegment m, long at) {
    return m.get(INT, at + PAGE_ID_OFFSET);
  }

  static long birth(MemorySegment m, long at) {
    return m.get(LONG, at + BIRTH_OFFSET);
  }

  static byte kind(MemorySegment m, long at) {
    return m.get(ValueLayout.JAVA_BYTE, at + KIND_OFFSET);
  }

  static int level(MemorySegment m, long at) {
    return m.get(ValueLayout.JAVA_BYTE, at + LEVEL_OFFSET);
  }

  static int count(MemorySegment m, long at) {
    return Short.toUnsignedInt(m.get(SHORT, at + COUNT_OFFSET));
  }

  static int prefixBytes(MemorySegment m, long at) {
    return Short.toUnsignedInt(m.get(SHORT, at + PREFIX_BYTES_OFFSET));
  }

  static int heap(MemorySegment m, long at) {
    return m.get(INT, at + HEAP_OFFSET);
  }

  static int deadBytes(MemorySegment m, long at) {
    return m.get(INT, at + DEAD_BYTES_OFFSET);
  }

  static int link(MemorySegment m, long at) {
    return m.get(INT, at + LINK_OFFSET);
  }

  static int contentBytes(MemorySegment m, long at) {
    return m.get(INT, at + PageFormat.CONTENT_BYTES_OFFSET);
  }

  /** Bytes that cells, heads, slots, prefix and header take. */
  static int usedBytes(MemorySegment m, long at, int pageBytes) {
    return HEADER_BYTES
        + count(m, at) * (HEAD_BYTES + SLOT_BYTES)
        + pageBytes
        - heap(m, at)
        - deadBytes(m, at);
  }

  /**
   * Reads the lines in which header, heads, slots and prefix of most leaves are, so that their
   * cache misses overlap; a search would meet them one after the other.
   */
  static void touch(MemorySegment m, long at, PageShape shape) {
    CacheLines.keep(m.get(LONG, at + shape.pageBytes() - Long.BYTES));
    CacheLines.touch(m, at, TOUCHED_LINES * CacheLines.BYTES);
  }

  /** Reads the lines that a small cell will be written to that comes next. */
  static void touchRoom(MemorySegment m, long at, PageShape shape) {
    // Nobody has checked the page.
    int heap = Math.clamp(heap(m, at), TOUCHED_ROOM_BYTES, shape.pageBytes());
    CacheLines.touch(m, at + heap - TOUCHED_ROOM_BYTES, TOUCHED_ROOM_BYTES);
  }

  /** Reads all lines of a page of which all pairs are wanted: in this order they come fast. */
  static void touchAll(MemorySegment m, long at, PageShape shape) {
    CacheLines.touch(m, at, shape.pageBytes());
  }

  /** Reads the first line of a page's header, and the one of its prefix. */
  static void touchHeader(MemorySegment m, long at, PageShape shape) {
    CacheLines.keep(m.get(LONG, at) + m.get(LONG, at + shape.pageBytes() - Long.BYTES));
  }

  /** Reads the line of a head and its two neighbours, and the one of its slot. */
  static void touchEntry(MemorySegment m, long at, int count, int index) {
    long heads = at + HEADER_BYTES;
    long head = heads + (long) index * HEAD_BYTES;
    CacheLines.keep(
        m.get(LONG, head - CacheLines.BYTES)
            + m.get(LONG, head)
            + m.get(LONG, head + CacheLines.BYTES)
            + m.get(SHORT, heads + (long) count * HEAD_BYTES + (long) index * SLOT_BYTES));
  }

  static long head(MemorySegment m, long at, int index) {
    return m.get(LONG, at + HEADER_BYTES + (long) index * HEAD_BYTES);
  }

  /**
   * Eight bytes of a key as a big-endian number, so that heads compare as unsigned numbers as keys
   * do. What the key lacks is zeros.
   */
  static long head(byte[] key, int from, int bytes) {
    if (bytes >= HEAD_BYTES) {
      return (long) BIG_ENDIAN.get(key, from);
    }
    long head = 0;
    for (int i = 0; i < bytes; i++) {
      head |= (key[from + i] & 0xffL) << (Long.SIZE - Byte.SIZE * (i + 1));
    }
    return head;
  }

  /** Where a cell begins in the memory. */
  static long cell(MemorySegment m, long at, int count, int index) {
    return at
        + Short.toUnsignedInt(
            m.get(
                SHORT, at + HEADER_BYTES + (long) count * HEAD_BYTES + (long) index * SLOT_BYTES));
  }

  static int keyBytes(MemorySegment m, long cell) {
    return Short.toUnsignedInt(m.get(SHORT, cell));
  }

  static int payloadWord(MemorySegment m, long cell) {
    return Short.toUnsignedInt(m.get(SHORT, cell + PAYLOAD_WORD_OFFSET));
  }

  static int payloadBytes(int payloadWord) {
    return payloadWord >= CHAINED_KEY ? CHAIN_PAYLOAD_BYTES : payloadWord;
  }

  static boolean hasChain(int payloadWord) {
    return payloadWord == CHAINED || payloadWord == CHAINED_KEY;
  }

  /** Bytes of a cell's key that stand in the cell, behind prefix and head. */
  static int restBytes(PageShape shape, int keyBytes, int payloadWord, int prefixBytes) {
    return Math.max(0, inlineKeyBytes(shape, keyBytes, payloadWord) - prefixBytes - HEAD_BYTES);
  }

  /** Bytes of a cell's key that stand in the page. */
  static int inlineKeyBytes(PageShape shape, int keyBytes, int payloadWord) {
    return payloadWord == CHAINED_KEY ? shape.maxInlineKeyBytes() : keyBytes;
  }

  static long payload(PageShape shape, MemorySegment m, long cell, int prefixBytes) {
    return cell
        + CELL_HEADER_BYTES
        + restBytes(shape, keyBytes(m, cell), payloadWord(m, cell), prefixBytes);
  }

  /** The child behind a separator; -1 means the first child, which has none. */
  static int child(PageShape shape, MemorySegment m, long at, int index) {
    return index < 0
        ? link(m, at)
        : m.get(INT, payload(shape, m, cell(m, at, count(m, at), index), prefixBytes(m, at)));
  }

  /** The first page of a cell's chain. */
  static int chain(MemorySegment m, long payload) {
    return m.get(INT, payload + Integer.BYTES);
  }

  /**
   * Copies the part of a key that stands in the page.
   *
   * @return its length
   */
  static int copyInlineKey(
      PageShape shape, MemorySegment m, long at, int index, byte[] target, int from) {
    long cell = cell(m, at, count(m, at), index);
    int prefixBytes = prefixBytes(m, at);
    int inlineBytes = inlineKeyBytes(shape, keyBytes(m, cell), payloadWord(m, cell));
    copyBytes(m, at + shape.pageBytes() - prefixBytes, target, from, prefixBytes);
    copyHead(head(m, at, index), target, from + prefixBytes, inlineBytes - prefixBytes);
    int restBytes = inlineBytes - prefixBytes - HEAD_BYTES;
    copyBytes(m, cell + CELL_HEADER_BYTES, target, from + prefixBytes + HEAD_BYTES, restBytes);
    return inlineBytes;
  }

  /** Parts of keys have a few bytes, for which a call of a general copy takes longer. */
  private static void copyBytes(MemorySegment m, long at, byte[] target, int from, int bytes) {
    if (bytes > FEW_BYTES) {
      MemorySegment.copy(m, ValueLayout.JAVA_BYTE, at, target, from, bytes);
      return;
    }
    int done = 0;
    for (; done <= bytes - Long.BYTES; done += Long.BYTES) {
      copyLong(m, at + done, target, from + done);
    }
    for (; done < bytes; done++) {
      target[from + done] = m.get(ValueLayout.JAVA_BYTE, at + done);
    }
  }

  /** Writes the bytes of a head, all eight of them. */
  static void setHead(long head, byte[] target, int from) {
    BIG_ENDIAN.set(target, from, head);
  }

  static void copyLong(MemorySegment m, long at, byte[] target, int from) {
    LITTLE_ENDIAN.set(target, from, m.get(LONG, at));
  }

  private static void copyHead(long head, byte[] target, int from, int bytes) {
    if (bytes >= HEAD_BYTES) {
      setHead(head, target, from);
    } else {
      long left = head;
      for (int i = 0; i < bytes; i++, left <<= Byte.SIZE) {
        target[from + i] = (byte) (left >>> (Long.SIZE - Byte.SIZE));
      }
    }
  }
}
