package dev.cairn.lsm;

import static dev.cairn.lsm.TableFormat.BYTE;
import static dev.cairn.lsm.TableFormat.INT;
import static dev.cairn.lsm.TableFormat.LONG;
import static dev.cairn.lsm.TableFormat.SHORT;

import dev.cairn.internal.memory.CacheLines;
import dev.cairn.internal.simd.Bytes;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A position in a block. {@link BlockCheck} has looked at the block when it was read, so its bytes
 * are believed; whoever opens the cursor keeps the memory in place.
 *
 * <p>All keys of a block begin with the same prefix, and the next four bytes of each stand in an
 * array, so a search compares numbers that lie side by side and looks at an entry only when those
 * are equal.
 */
final class BlockCursor {
  private static final VarHandle LONG_IN_ARRAY =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  // A copy of more bytes costs less as one.
  private static final int MAX_STEPPED_BYTES = 64;

  private static final int TOUCHED_HEADS = 64;

  private MemorySegment memory = MemorySegment.NULL;
  private long base;
  private int count;
  private int prefixBytes;
  private long prefixAt;
  private long headsAt;
  private long offsetsAt;
  private long baseSequence;

  private int index;
  private int suffixBytes;
  private boolean delete;
  private long sequence;
  private long restAt;
  private long valueAt;
  private int valueBytes;

  // Of the last search: whether the key begins with the prefix, and its next bytes.
  private boolean hasPrefix;
  private int soughtHead;

  /**
   * Opens a block.
   *
   * @param sequenceOfOne the sequence that the stored sequence 1 means
   */
  void open(MemorySegment memory, long base, int contentBytes, long sequenceOfOne) {
    long end = base + contentBytes - BlockFormat.TRAILER_BYTES;
    this.memory = memory;
    this.base = base;
    this.baseSequence = sequenceOfOne - 1;
    this.count = Short.toUnsignedInt(memory.get(SHORT, end));
    this.prefixBytes = Short.toUnsignedInt(memory.get(SHORT, end + BlockFormat.COUNT_BYTES));
    this.offsetsAt = end - (long) count * Short.BYTES;
    this.headsAt = offsetsAt - (long) count * Integer.BYTES;
    this.prefixAt = headsAt - prefixBytes;
    this.index = -1;
  }

  MemorySegment memory() {
    return memory;
  }

  int count() {
    return count;
  }

  int index() {
    return index;
  }

  /** Touches the lines of heads and offsets if they are few: a search needs most of them. */
  void touchHeads() {
    if (count <= TOUCHED_HEADS) {
      CacheLines.touch(memory, headsAt, count * (Integer.BYTES + Short.BYTES));
    }
  }

  /** Touches the lines of so many bytes of entries from one on, if there is one. */
  void touchEntries(int i, int bytes) {
    if (i < count) {
      long at = entryAt(i);
      CacheLines.touch(memory, at, (int) Math.min(bytes, headsAt - at));
    }
  }

  /** The first entry whose key is not less than one; {@link #count} if there is none. */
  int lowerBound(byte[] key, int keyBytes) {
    hasPrefix = false;
    int shared = Math.min(prefixBytes, keyBytes);
    int different = shared == 0 ? -1 : Bytes.mismatch(memory, prefixAt, key, 0, shared);
    if (different >= 0) {
      int prefixByte = memory.get(BYTE, prefixAt + different) & 0xff;
      return (key[different] & 0xff) < prefixByte ? 0 : count;
    }
    if (keyBytes < prefixBytes) {
      return 0;
    }
    hasPrefix = true;
    soughtHead = BlockFormat.head(key, prefixBytes, keyBytes);
    int found = firstNotLess(soughtHead);
    if (found == count || head(found) != soughtHead) {
      return found;
    }
    int low = found;
    int high = found + 1 == count || head(found + 1) != soughtHead ? found + 1 : headsEnd(found);
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (compareRest(middle, key, keyBytes) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private int head(int i) {
    return memory.get(INT, headsAt + (long) i * Integer.BYTES);
  }

  private int firstNotLess(int soughtHead) {
    int sought = soughtHead ^ Integer.MIN_VALUE;
    int from = 0;
    int left = count;
    while (left > 1) {
      int half = left >>> 1;
      from += (head(from + half - 1) ^ Integer.MIN_VALUE) < sought ? half : 0;
      left -= half;
    }
    return from + ((head(from) ^ Integer.MIN_VALUE) < sought ? 1 : 0);
  }

  private int headsEnd(int from) {
    int low = from;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (head(middle) == soughtHead) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Compares an entry's key with one that has the same prefix and head. */
  private int compareRest(int i, byte[] key, int keyBytes) {
    load(i);
    int keySuffixBytes = keyBytes - prefixBytes;
    if (suffixBytes <= BlockFormat.HEAD_KEY_BYTES || keySuffixBytes <= BlockFormat.HEAD_KEY_BYTES) {
      return Integer.compare(suffixBytes, keySuffixBytes);
    }
    return Bytes.compare(
        memory,
        restAt,
        suffixBytes - BlockFormat.HEAD_KEY_BYTES,
        key,
        prefixBytes + BlockFormat.HEAD_KEY_BYTES,
        keySuffixBytes - BlockFormat.HEAD_KEY_BYTES);
  }

  /** Whether an entry, which becomes the current one, has the key that was sought last. */
  boolean isSought(int i, byte[] key, int keyBytes) {
    return hasPrefix && head(i) == soughtHead && compareRest(i, key, keyBytes) == 0;
  }

  private long entryAt(int i) {
    return base + Short.toUnsignedInt(memory.get(SHORT, offsetsAt + (long) i * Short.BYTES));
  }

  /** Makes an entry the current one. */
  void load(int i) {
    index = i;
    long at = entryAt(i);
    int control = memory.get(BYTE, at);
    at += BlockFormat.CONTROL_BYTES;
    int suffix = Short.toUnsignedInt(memory.get(SHORT, at));
    if (((control >>> BlockFormat.SUFFIX_WIDTH_SHIFT) & 1) == 0) {
      suffix &= 0xff;
      at++;
    } else {
      at += Short.BYTES;
    }
    suffixBytes = suffix;
    int valueWidth =
        BlockFormat.valueWidth(
            (control >>> BlockFormat.VALUE_WIDTH_SHIFT) & BlockFormat.VALUE_WIDTH_MASK);
    // A block's end is further away than the widest number.
    valueBytes = (int) (memory.get(LONG, at) & ((1L << (valueWidth * Byte.SIZE)) - 1));
    at += valueWidth;
    int sequenceWidth = control & BlockFormat.SEQUENCE_WIDTH_MASK;
    long stored = memory.get(LONG, at) & ((1L << (sequenceWidth * Byte.SIZE)) - 1);
    sequence = stored == 0 ? 0 : stored + baseSequence;
    delete = (control & BlockFormat.DELETE_BIT) != 0;
    restAt = at + sequenceWidth;
    valueAt = restAt + Math.max(0, suffix - BlockFormat.HEAD_KEY_BYTES);
  }

  int keyBytes() {
    return prefixBytes + suffixBytes;
  }

  /** Copies the current entry's key, for which there is room, and for eight bytes more. */
  void copyKey(byte[] target) {
    MemorySegment.copy(memory, BYTE, prefixAt, target, 0, prefixBytes);
    copySuffix(target);
  }

  /** Likewise if the target holds another key of this block already. */
  void copySuffix(byte[] target) {
    int head = head(index);
    int at = prefixBytes;
    int left = suffixBytes;
    if (left >= BlockFormat.HEAD_KEY_BYTES) {
      target[at] = (byte) (head >>> 24);
      target[at + 1] = (byte) (head >>> 16);
      target[at + 2] = (byte) (head >>> 8);
      target[at + 3] = (byte) head;
      copyRest(target, at + BlockFormat.HEAD_KEY_BYTES, left - BlockFormat.HEAD_KEY_BYTES);
      return;
    }
    for (int shift = 24; left > 0; left--) {
      target[at++] = (byte) (head >>> shift);
      shift -= Byte.SIZE;
    }
  }

  private void copyRest(byte[] target, int at, int bytes) {
    if (bytes > MAX_STEPPED_BYTES) {
      MemorySegment.copy(memory, BYTE, restAt, target, at, bytes);
      return;
    }
    // The last step reads and writes past the key: both go on for longer than that.
    for (int i = 0; i < bytes; i += Long.BYTES) {
      LONG_IN_ARRAY.set(target, at + i, memory.get(LONG, restAt + i));
    }
  }

  boolean isDelete() {
    return delete;
  }

  long sequence() {
    return sequence;
  }

  long valueOffset() {
    return valueAt;
  }

  int valueBytes() {
    return valueBytes;
  }
}
