package dev.cairn.bptree;

import static dev.cairn.bptree.PageFormat.CELL_HEADER_BYTES;
import static dev.cairn.bptree.PageFormat.COUNT_OFFSET;
import static dev.cairn.bptree.PageFormat.DEAD_BYTES_OFFSET;
import static dev.cairn.bptree.PageFormat.HEADER_BYTES;
import static dev.cairn.bptree.PageFormat.HEAD_BYTES;
import static dev.cairn.bptree.PageFormat.HEAP_OFFSET;
import static dev.cairn.bptree.PageFormat.INT;
import static dev.cairn.bptree.PageFormat.LONG;
import static dev.cairn.bptree.PageFormat.SHORT;
import static dev.cairn.bptree.PageFormat.SLOT_BYTES;

import dev.cairn.internal.simd.Bytes;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Changes one page in place. Whoever calls has locked it. */
final class PageEdit {
  /** What a cell takes besides its own bytes. */
  static final int ENTRY_BYTES = HEAD_BYTES + SLOT_BYTES;

  private final PageShape shape;
  private final MemorySegment scratch;

  /**
   * @param scratch a page of memory to work with
   */
  PageEdit(PageShape shape, MemorySegment scratch) {
    this.shape = shape;
    this.scratch = scratch;
  }

  /** Makes memory a page without cells. */
  void clear(MemorySegment m, long at, byte kind, int level, int id, long birth) {
    m.asSlice(at + PageFormat.FRAME_BYTES, HEADER_BYTES - PageFormat.FRAME_BYTES).fill((byte) 0);
    m.set(INT, at + PageFormat.PAGE_ID_OFFSET, id);
    m.set(LONG, at + PageFormat.BIRTH_OFFSET, birth);
    m.set(ValueLayout.JAVA_BYTE, at + PageFormat.KIND_OFFSET, kind);
    m.set(ValueLayout.JAVA_BYTE, at + PageFormat.LEVEL_OFFSET, (byte) level);
    m.set(INT, at + HEAP_OFFSET, shape.pageBytes());
  }

  static void setIdentity(MemorySegment m, long at, int id, long birth) {
    m.set(INT, at + PageFormat.PAGE_ID_OFFSET, id);
    m.set(LONG, at + PageFormat.BIRTH_OFFSET, birth);
  }

  static void setLink(MemorySegment m, long at, int id) {
    m.set(INT, at + PageFormat.LINK_OFFSET, id);
  }

  void setChild(MemorySegment m, long at, int index, int id) {
    if (index < 0) {
      setLink(m, at, id);
    } else {
      long cell = Page.cell(m, at, Page.count(m, at), index);
      m.set(INT, Page.payload(shape, m, cell, Page.prefixBytes(m, at)), id);
    }
  }

  /** Inserts a cell if the page has room and the key has its prefix. */
  boolean insert(MemorySegment m, long at, int index, NewCell cell) {
    int count = Page.count(m, at);
    if (count == 0 && Page.level(m, at) > 0) {
      beginInner(m, at, cell);
    }
    int prefixBytes = Page.prefixBytes(m, at);
    if (!hasPrefix(m, at, prefixBytes, cell)) {
      return false;
    }
    int cellBytes = cell.bytes(prefixBytes);
    int heap = Page.heap(m, at);
    int slotsEnd = HEADER_BYTES + (count + 1) * ENTRY_BYTES;
    if (heap - cellBytes < slotsEnd) {
      if (heap + Page.deadBytes(m, at) - cellBytes < slotsEnd) {
        return false;
      }
      compact(m, at);
      heap = Page.heap(m, at);
    }
    openGap(m, at, count, index);
    int offset = heap - cellBytes;
    m.set(LONG, at + HEADER_BYTES + (long) index * HEAD_BYTES, cell.head(prefixBytes));
    m.set(SHORT, slot(at, count + 1, index), (short) offset);
    m.set(SHORT, at + COUNT_OFFSET, (short) (count + 1));
    m.set(INT, at + HEAP_OFFSET, offset);
    cell.write(m, at + offset, prefixBytes);
    return true;
  }

  /**
   * How much of an inner page's first separator is its prefix: all that may be, and the next ones
   * shorten it to what all have in common. Without one the heads of keys that begin alike would all
   * be the same.
   */
  int firstPrefixBytes(NewCell separator) {
    return Math.min(separator.inlineBytes, shape.maxPrefixBytes());
  }

  private void beginInner(MemorySegment m, long at, NewCell separator) {
    int prefixBytes = firstPrefixBytes(separator);
    begin(m, at, 0, separator.prefix(prefixBytes), prefixBytes);
  }

  /** Inserts a cell for which whoever calls has made room. */
  void insertFitting(MemorySegment m, long at, int index, NewCell cell) {
    if (!insert(m, at, index, cell)) {
      throw overflow(m, at);
    }
  }

  private static IllegalStateException overflow(MemorySegment m, long at) {
    return new IllegalStateException("page " + Page.id(m, at) + " has no room for a cell");
  }

  boolean hasPrefix(MemorySegment m, long at, int prefixBytes, NewCell cell) {
    return prefixBytes == 0
        || (cell.inlineBytes >= prefixBytes
            && Bytes.equal(
                m, at + shape.pageBytes() - prefixBytes, cell.key, cell.keyFrom, prefixBytes));
  }

  private static long slot(long at, int count, int index) {
    return at + HEADER_BYTES + (long) count * HEAD_BYTES + (long) index * SLOT_BYTES;
  }

  /** The slots behind the new one move by a head and a slot, those before it by a head. */
  private static void openGap(MemorySegment m, long at, int count, int index) {
    long slots = slot(at, count, 0);
    long behind = slots + (long) index * SLOT_BYTES;
    long behindBytes = (long) (count - index) * SLOT_BYTES;
    MemorySegment.copy(m, behind, m, behind + ENTRY_BYTES, behindBytes);
    MemorySegment.copy(m, slots, m, slots + HEAD_BYTES, (long) index * SLOT_BYTES);
    long heads = at + HEADER_BYTES + (long) index * HEAD_BYTES;
    MemorySegment.copy(m, heads, m, heads + HEAD_BYTES, (long) (count - index) * HEAD_BYTES);
  }

  /** Removes cells from one index up to another. */
  void remove(MemorySegment m, long at, int from, int to) {
    int count = Page.count(m, at);
    int prefixBytes = Page.prefixBytes(m, at);
    int deadBytes = Page.deadBytes(m, at);
    for (int i = from; i < to; i++) {
      deadBytes += cellBytes(m, Page.cell(m, at, count, i), prefixBytes);
    }
    int left = count - (to - from);
    long heads = at + HEADER_BYTES;
    long slots = slot(at, count, 0);
    MemorySegment.copy(
        m,
        heads + (long) to * HEAD_BYTES,
        m,
        heads + (long) from * HEAD_BYTES,
        (long) (count - to) * HEAD_BYTES);
    long newSlots = slot(at, left, 0);
    MemorySegment.copy(m, slots, m, newSlots, (long) from * SLOT_BYTES);
    MemorySegment.copy(
        m,
        slots + (long) to * SLOT_BYTES,
        m,
        newSlots + (long) from * SLOT_BYTES,
        (long) (count - to) * SLOT_BYTES);
    m.set(SHORT, at + COUNT_OFFSET, (short) left);
    m.set(INT, at + DEAD_BYTES_OFFSET, deadBytes);
    if (left == 0) {
      m.set(SHORT, at + PageFormat.PREFIX_BYTES_OFFSET, (short) 0);
      m.set(INT, at + HEAP_OFFSET, shape.pageBytes());
      m.set(INT, at + DEAD_BYTES_OFFSET, 0);
    }
  }

  /** Where to cut a page of two cells or more, so that both sides have about as many bytes. */
  int middle(MemorySegment m, long at) {
    int count = Page.count(m, at);
    int prefixBytes = Page.prefixBytes(m, at);
    int half = (Page.usedBytes(m, at, shape.pageBytes()) - HEADER_BYTES - prefixBytes) / 2;
    int left = 0;
    int cut = 0;
    while (cut < count - 1 && left < half) {
      left += ENTRY_BYTES + cellBytes(m, Page.cell(m, at, count, cut), prefixBytes);
      cut++;
    }
    return Math.max(1, cut);
  }

  /** Bytes that a page with some of the cells and the same prefix has in use. */
  int bytesOf(MemorySegment m, long at, int from, int to) {
    int count = Page.count(m, at);
    int prefixBytes = Page.prefixBytes(m, at);
    int sum = HEADER_BYTES + prefixBytes;
    for (int i = from; i < to; i++) {
      sum += ENTRY_BYTES + cellBytes(m, Page.cell(m, at, count, i), prefixBytes);
    }
    return sum;
  }

  /** Moves the cells from one index on to a page that has none and gets the same prefix. */
  void moveBehind(MemorySegment m, long at, int from, MemorySegment target, long to) {
    int count = Page.count(m, at);
    int moved = count - from;
    int prefixBytes = Page.prefixBytes(m, at);
    int heap = shape.pageBytes() - prefixBytes;
    MemorySegment.copy(m, at + heap, target, to + heap, prefixBytes);
    MemorySegment.copy(
        m,
        at + HEADER_BYTES + (long) from * HEAD_BYTES,
        target,
        to + HEADER_BYTES,
        (long) moved * HEAD_BYTES);
    for (int i = 0; i < moved; i++) {
      long cell = Page.cell(m, at, count, from + i);
      int bytes = cellBytes(m, cell, prefixBytes);
      heap -= bytes;
      MemorySegment.copy(m, cell, target, to + heap, bytes);
      target.set(SHORT, slot(to, moved, i), (short) heap);
    }
    target.set(SHORT, to + COUNT_OFFSET, (short) moved);
    target.set(SHORT, to + PageFormat.PREFIX_BYTES_OFFSET, (short) prefixBytes);
    target.set(INT, to + HEAP_OFFSET, heap);
    target.set(INT, to + DEAD_BYTES_OFFSET, 0);
    remove(m, at, from, count);
  }

  int cellBytes(MemorySegment m, long cell, int prefixBytes) {
    int word = Page.payloadWord(m, cell);
    return CELL_HEADER_BYTES
        + Page.restBytes(shape, Page.keyBytes(m, cell), word, prefixBytes)
        + Page.payloadBytes(word);
  }

  /** Gives a cell another payload of the same length and word. */
  void overwrite(MemorySegment m, long at, int index, NewCell with) {
    int prefixBytes = Page.prefixBytes(m, at);
    long cell = Page.cell(m, at, Page.count(m, at), index);
    MemorySegment.copy(
        with.payload,
        with.payloadFrom,
        m,
        ValueLayout.JAVA_BYTE,
        Page.payload(shape, m, cell, prefixBytes),
        with.payloadBytes);
  }

  /** Moves the cells together. */
  private void compact(MemorySegment m, long at) {
    MemorySegment.copy(m, at, scratch, 0, shape.pageBytes());
    int count = Page.count(m, at);
    int prefixBytes = Page.prefixBytes(m, at);
    int heap = shape.pageBytes() - prefixBytes;
    for (int i = 0; i < count; i++) {
      long cell = Page.cell(scratch, 0, count, i);
      int bytes = cellBytes(scratch, cell, prefixBytes);
      heap -= bytes;
      MemorySegment.copy(scratch, cell, m, at + heap, bytes);
      m.set(SHORT, slot(at, count, i), (short) heap);
    }
    m.set(INT, at + HEAP_OFFSET, heap);
    m.set(INT, at + DEAD_BYTES_OFFSET, 0);
  }

  /** Begins a page that {@link #append} fills with as many cells as are said here. */
  void begin(MemorySegment m, long at, int count, byte[] prefix, int prefixBytes) {
    int heap = shape.pageBytes() - prefixBytes;
    MemorySegment.copy(prefix, 0, m, ValueLayout.JAVA_BYTE, at + heap, prefixBytes);
    m.set(SHORT, at + COUNT_OFFSET, (short) count);
    m.set(SHORT, at + PageFormat.PREFIX_BYTES_OFFSET, (short) prefixBytes);
    m.set(INT, at + HEAP_OFFSET, heap);
    m.set(INT, at + DEAD_BYTES_OFFSET, 0);
  }

  /** Sets one of the cells of a page that was begun; in the order of their indexes. */
  void append(MemorySegment m, long at, int index, NewCell cell) {
    int prefixBytes = Page.prefixBytes(m, at);
    int offset = Page.heap(m, at) - cell.bytes(prefixBytes);
    if (offset < HEADER_BYTES + Page.count(m, at) * ENTRY_BYTES) {
      throw overflow(m, at); // Before it is written over slots, or over another page.
    }
    m.set(LONG, at + HEADER_BYTES + (long) index * HEAD_BYTES, cell.head(prefixBytes));
    m.set(SHORT, slot(at, Page.count(m, at), index), (short) offset);
    m.set(INT, at + HEAP_OFFSET, offset);
    cell.write(m, at + offset, prefixBytes);
  }
}
