package dev.cairn.internal.simd;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static jdk.incubator.vector.VectorOperators.ULT;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Binary search as in {@link ScalarHeads} down to a window of two vectors, whose lanes are then
 * compared at once.
 *
 * <p>Where fewer heads are left than the window holds, it is moved back to end where the array
 * ends: all heads before it are less than the one that is sought, so what its lanes count is right
 * anyway.
 */
final class VectorHeads {
  private static final VectorSpecies<Integer> INTS =
      VectorPlatform.LANE_BITS == 256 ? IntVector.SPECIES_256 : IntVector.SPECIES_128;
  private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_256;

  /** A window of heads of four bytes. */
  static final int MIN_INTS = 2 * INTS.length();

  /** A window of heads of eight bytes. */
  static final int MIN_LONGS = 2 * LONGS.length();

  private VectorHeads() {}

  static int countLess4(MemorySegment heads, long offset, int count, int head) {
    long sought = Integer.toUnsignedLong(head);
    int base = 0;
    for (int left = count; left > MIN_INTS; ) {
      int half = (left + 1) >>> 1;
      int other = LittleEndian.getInt(heads, offset + (long) (base + half - 1) * Integer.BYTES);
      base += half & (int) ((Integer.toUnsignedLong(other) - sought) >> 63);
      left -= half;
    }
    base = Math.min(base, count - MIN_INTS);
    long window = offset + (long) base * Integer.BYTES;
    return base
        + IntVector.fromMemorySegment(INTS, heads, window, LITTLE_ENDIAN)
            .compare(ULT, head)
            .trueCount()
        + IntVector.fromMemorySegment(INTS, heads, window + INTS.vectorByteSize(), LITTLE_ENDIAN)
            .compare(ULT, head)
            .trueCount();
  }

  static int countLess8(MemorySegment heads, long offset, int count, long head) {
    int base = 0;
    for (int left = count; left > MIN_LONGS; ) {
      int half = (left + 1) >>> 1;
      long other = LittleEndian.getLong(heads, offset + (long) (base + half - 1) * Long.BYTES);
      base += half & ScalarHeads.lessMask(other, head);
      left -= half;
    }
    base = Math.min(base, count - MIN_LONGS);
    long window = offset + (long) base * Long.BYTES;
    return base
        + LongVector.fromMemorySegment(LONGS, heads, window, LITTLE_ENDIAN)
            .compare(ULT, head)
            .trueCount()
        + LongVector.fromMemorySegment(LONGS, heads, window + LONGS.vectorByteSize(), LITTLE_ENDIAN)
            .compare(ULT, head)
            .trueCount();
  }
}
