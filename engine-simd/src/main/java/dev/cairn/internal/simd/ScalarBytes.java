package dev.cairn.internal.simd;

import java.lang.foreign.MemorySegment;

/**
 * Comparison by words of eight bytes, the last of which overlaps the one before it rather than
 * being followed by single bytes. That is sound because all bytes before it were found equal.
 */
final class ScalarBytes {
  /**
   * Up to here two segments are compared without a loop. Beyond, the JDK's loop is faster than any
   * of ours: it is always inlined, and ours is not where its code has become too large.
   */
  private static final int MAX_TWO_WORDS = 2 * Long.BYTES;

  private ScalarBytes() {}

  static boolean equal(MemorySegment a, long aOffset, byte[] b, int bOffset, int length) {
    if (length >= Long.BYTES) {
      // Keys of 8 to 16 bytes end here without a loop: the first word and the last.
      int last = length - Long.BYTES;
      if (difference(a, aOffset, b, bOffset, 0) != 0
          || difference(a, aOffset, b, bOffset, last) != 0) {
        return false;
      }
      for (int i = Long.BYTES; i < last; i += Long.BYTES) {
        if (difference(a, aOffset, b, bOffset, i) != 0) {
          return false;
        }
      }
      return true;
    }
    if (length >= Integer.BYTES) {
      int last = length - Integer.BYTES;
      return LittleEndian.getInt(a, aOffset) == LittleEndian.getInt(b, bOffset)
          && LittleEndian.getInt(a, aOffset + last) == LittleEndian.getInt(b, bOffset + last);
    }
    for (int i = 0; i < length; i++) {
      if (LittleEndian.getByte(a, aOffset + i) != b[bOffset + i]) {
        return false;
      }
    }
    return true;
  }

  static int mismatch(MemorySegment a, long aOffset, byte[] b, int bOffset, int length) {
    if (length >= Long.BYTES) {
      long x = difference(a, aOffset, b, bOffset, 0);
      if (x != 0) {
        return firstByte(x);
      }
      int last = length - Long.BYTES;
      for (int i = Long.BYTES; i < last; i += Long.BYTES) {
        x = difference(a, aOffset, b, bOffset, i);
        if (x != 0) {
          return i + firstByte(x);
        }
      }
      x = difference(a, aOffset, b, bOffset, last);
      return x == 0 ? -1 : last + firstByte(x);
    }
    if (length >= Integer.BYTES) {
      long first = LittleEndian.getInt(a, aOffset) ^ LittleEndian.getInt(b, bOffset);
      int last = length - Integer.BYTES;
      long x = LittleEndian.getInt(a, aOffset + last) ^ LittleEndian.getInt(b, bOffset + last);
      return first != 0 ? firstByte(first) : x != 0 ? last + firstByte(x) : -1;
    }
    for (int i = 0; i < length; i++) {
      if (LittleEndian.getByte(a, aOffset + i) != b[bOffset + i]) {
        return i;
      }
    }
    return -1;
  }

  static long mismatch(MemorySegment a, long aOffset, MemorySegment b, long bOffset, long length) {
    if (length > MAX_TWO_WORDS) {
      return MemorySegment.mismatch(a, aOffset, aOffset + length, b, bOffset, bOffset + length);
    }
    if (length >= Long.BYTES) {
      long x = difference(a, aOffset, b, bOffset, 0);
      if (x != 0) {
        return firstByte(x);
      }
      int last = (int) length - Long.BYTES;
      x = difference(a, aOffset, b, bOffset, last);
      return x == 0 ? -1 : (long) last + firstByte(x);
    }
    for (int i = 0; i < length; i++) {
      if (LittleEndian.getByte(a, aOffset + i) != LittleEndian.getByte(b, bOffset + i)) {
        return i;
      }
    }
    return -1;
  }

  private static long difference(MemorySegment a, long aOffset, byte[] b, int bOffset, int i) {
    return LittleEndian.getLong(a, aOffset + i) ^ LittleEndian.getLong(b, bOffset + i);
  }

  private static long difference(
      MemorySegment a, long aOffset, MemorySegment b, long bOffset, int i) {
    return LittleEndian.getLong(a, aOffset + i) ^ LittleEndian.getLong(b, bOffset + i);
  }

  /** Which of the eight bytes, in the order of memory, is the first that is not zero. */
  private static int firstByte(long difference) {
    return Long.numberOfTrailingZeros(difference) >>> 3;
  }
}
