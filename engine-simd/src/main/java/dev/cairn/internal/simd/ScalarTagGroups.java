package dev.cairn.internal.simd;

import java.lang.foreign.MemorySegment;

/** Eight tags at a time in a long. */
final class ScalarTagGroups {
  private static final long LOW_BITS = 0x0101010101010101L;
  private static final long LOW_SEVEN_BITS = 0x7f7f7f7f7f7f7f7fL;
  // Moves bit 8 * i to bit 56 + i. No two of the products meet in one bit, so nothing is carried.
  private static final long GATHER = 0x0102040810204080L;

  private ScalarTagGroups() {}

  static int match(MemorySegment segment, long offset, byte tag) {
    long pattern = LOW_BITS * (tag & 0xff);
    return matchWord(LittleEndian.getLong(segment, offset) ^ pattern)
        | matchWord(LittleEndian.getLong(segment, offset + Long.BYTES) ^ pattern) << Long.BYTES;
  }

  /** One bit for each zero byte. */
  private static int matchWord(long difference) {
    // The well-known shorter test, (x - 0x01..) & ~x & 0x80.., also reports a 1 above a zero byte.
    long nonZero = ((difference & LOW_SEVEN_BITS) + LOW_SEVEN_BITS) | difference;
    long zeros = (~nonZero >>> 7) & LOW_BITS;
    return (int) ((zeros * GATHER) >>> 56);
  }
}
