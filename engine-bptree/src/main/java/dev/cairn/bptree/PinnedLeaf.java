package dev.cairn.bptree;

import dev.cairn.internal.memory.CacheLines;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * The leaf that a cursor stands in. It does not change while it is pinned, so what all its cells
 * need is read once.
 */
final class PinnedLeaf {
  private static final int NO_FRAME = -1;

  private final Tree tree;
  private final TreeReader reader;
  private final Runnable afterChain;
  private final PageShape shape;
  private final Frames frames;

  private int frame = NO_FRAME;
  private MemorySegment m = MemorySegment.NULL;
  private MemorySegment readOnly = MemorySegment.NULL;
  private long at;
  private long pageEnd;
  private long heads;
  private long slots;
  private int count;
  private int prefixBytes;

  // The key that was lent last, and room for eight bytes behind it. It begins with the prefix.
  private byte[] keyBuffer = new byte[Long.BYTES];
  private MemorySegment lentKey = MemorySegment.ofArray(new byte[0]).asReadOnly();

  /**
   * @param afterChain called when something was read from a chain, which no pin keeps: throws if
   *     that may be another's by now
   */
  PinnedLeaf(Tree tree, TreeReader reader, Runnable afterChain) {
    this.tree = tree;
    this.reader = reader;
    this.afterChain = afterChain;
    this.shape = tree.shape();
    this.frames = tree.frames();
  }

  /** Leaves the leaf that it was, if any, for another. */
  void enter(int id) {
    int pinned = tree.pool().pin(id, 0);
    leave();
    frame = pinned;
    m = frames.memory(pinned);
    readOnly = frames.readOnly(pinned);
    at = frames.base(pinned);
    pageEnd = at + shape.pageBytes();
    count = Page.count(m, at);
    prefixBytes = Page.prefixBytes(m, at);
    heads = at + PageFormat.HEADER_BYTES;
    slots = heads + (long) count * PageFormat.HEAD_BYTES;
    ensureKeyBuffer(prefixBytes);
    MemorySegment.copy(m, ValueLayout.JAVA_BYTE, pageEnd - prefixBytes, keyBuffer, 0, prefixBytes);
  }

  void leave() {
    if (frame != NO_FRAME) {
      try {
        frames.unpin(frame);
      } catch (IllegalStateException storeIsClosed) {
        // The memory is gone, and the pin with it.
      }
      frame = NO_FRAME;
    }
  }

  /** Brings all of the leaf into the caches. */
  void touchAll() {
    Page.touchAll(m, at, shape);
  }

  /** Brings two lines of each of some cells into the caches, so that their cache misses overlap. */
  void touchCells(int from, int to) {
    int sum = 0;
    for (int i = from; i < to; i++) {
      long cell = cell(i);
      sum += Page.keyBytes(m, cell);
      sum += m.get(ValueLayout.JAVA_BYTE, Math.min(cell + CacheLines.BYTES, pageEnd - 1));
    }
    CacheLines.keep(sum);
  }

  int count() {
    return count;
  }

  /** As {@link PageSearch#find}. */
  int find(byte[] key) {
    return tree.search().find(m, at, key, 0, key.length);
  }

  /** A copy of a key. */
  byte[] key(int index) {
    int keyBytes = assembleKey(index);
    return Arrays.copyOf(keyBuffer, keyBytes);
  }

  /** A key, read-only, until the next one is asked for. */
  MemorySegment keySegment(int index) {
    int keyBytes = assembleKey(index);
    if (lentKey.byteSize() != keyBytes) {
      lentKey = MemorySegment.ofArray(keyBuffer).asSlice(0, keyBytes).asReadOnly();
    }
    return lentKey;
  }

  /** Puts the key of a cell together, and returns its length. */
  private int assembleKey(int index) {
    long cell = cell(index);
    int keyBytes = Page.keyBytes(m, cell);
    ensureKeyBuffer(keyBytes);
    int inlineBytes = Page.inlineKeyBytes(shape, keyBytes, Page.payloadWord(m, cell));
    Page.setHead(
        m.get(PageFormat.LONG, heads + (long) index * PageFormat.HEAD_BYTES),
        keyBuffer,
        prefixBytes);
    copyRest(cell, prefixBytes + PageFormat.HEAD_BYTES, inlineBytes);
    if (inlineBytes < keyBytes) {
      int chain = Page.chain(m, Page.payload(shape, m, cell, prefixBytes));
      tree.chains().read(chain, 0, keyBuffer, inlineBytes, keyBytes - inlineBytes);
      afterChain.run();
    }
    return keyBytes;
  }

  /** Copies what stands in the cell; eight bytes at once, as far as the page goes. */
  private void copyRest(long cell, int from, int to) {
    long source = cell + PageFormat.CELL_HEADER_BYTES;
    int done = from;
    for (; done < to && source + Long.BYTES <= pageEnd; done += Long.BYTES) {
      Page.copyLong(m, source, keyBuffer, done);
      source += Long.BYTES;
    }
    for (; done < to; done++) {
      keyBuffer[done] = m.get(ValueLayout.JAVA_BYTE, source++);
    }
  }

  private void ensureKeyBuffer(int keyBytes) {
    int neededBytes = keyBytes + Long.BYTES + PageFormat.HEAD_BYTES;
    if (keyBuffer.length < neededBytes) {
      keyBuffer = Arrays.copyOf(keyBuffer, neededBytes);
      lentKey = MemorySegment.ofArray(keyBuffer).asSlice(0, 0).asReadOnly();
    }
  }

  /** A copy of a value. */
  byte[] value(int index) {
    byte[] value = reader.valueCopy(m, at, index);
    if (Page.hasChain(Page.payloadWord(m, cell(index)))) {
      afterChain.run();
    }
    return value;
  }

  /** A value, read-only: in place, or a copy of what is in a chain. */
  MemorySegment valueSegment(int index) {
    long cell = cell(index);
    int word = Page.payloadWord(m, cell);
    long payload = Page.payload(shape, m, cell, prefixBytes);
    if (!Page.hasChain(word)) {
      return readOnly.asSlice(payload, word);
    }
    byte[] value = reader.chainedValue(m, cell, word, payload);
    afterChain.run();
    return MemorySegment.ofArray(value).asReadOnly();
  }

  private long cell(int index) {
    return at
        + Short.toUnsignedInt(
            m.get(PageFormat.SHORT, slots + (long) index * PageFormat.SLOT_BYTES));
  }
}
