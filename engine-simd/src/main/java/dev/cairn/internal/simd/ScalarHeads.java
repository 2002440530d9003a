package dev.cairn.internal.simd;

import java.lang.foreign.MemorySegment;

/**
 * Binary search without branches on the heads: where keys are looked up at random, every second
 * such branch would be mispredicted.
 */
final class ScalarHeads {
  private ScalarHeads() {}

  static int countLess4(MemorySegment heads, long offset, int count, int head) {
    long sought = Integer.toUnsignedLong(head);
    int base = 0;
    for (int left = count; left > 0; ) {
      // Of those left, the first half is skipped if its last head is less.
      int half = (left + 1) >>> 1;
      int other = LittleEndian.getInt(heads, offset + (long) (base + half - 1) * Integer.BYTES);
      base += half & (int) ((Integer.toUnsignedLong(other) - sought) >> 63);
      left -= half;
    }
    return base;
  }

  static int countLess8(MemorySegment heads, long offset, int count, long head) {
    int base = 0;
    for (int left = count; left > 0; ) {
      int half = (left + 1) >>> 1;
      long other = LittleEndian.getLong(heads, offset + (long) (base + half - 1) * Long.BYTES);
      base += half & lessMask(other, head);
      left -= half;
    }
    return base;
  }

  /** All bits set if a is less than b as unsigned numbers: the borrow of their difference. */
  static int lessMask(long a, long b) {
    return (int) (((~a & b) | (~(a ^ b) & (a - b))) >> 63);
  }
}
