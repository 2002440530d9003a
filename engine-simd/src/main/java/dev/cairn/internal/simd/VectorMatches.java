package dev.cairn.internal.simd;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** Sixteen bytes at a time. */
final class VectorMatches {
  static final int STEP_BYTES = ByteVector.SPECIES_128.vectorByteSize();

  private VectorMatches() {}

  static int commonBytes(MemorySegment segment, long earlier, long later, long end) {
    long back = later - earlier;
    long at = later;
    for (; at <= end - STEP_BYTES; at += STEP_BYTES) {
      VectorMask<Byte> different =
          ByteVector.fromMemorySegment(ByteVector.SPECIES_128, segment, at, LITTLE_ENDIAN)
              .compare(
                  VectorOperators.NE,
                  ByteVector.fromMemorySegment(
                      ByteVector.SPECIES_128, segment, at - back, LITTLE_ENDIAN));
      if (different.anyTrue()) {
        return (int) (at - later) + different.firstTrue();
      }
    }
    return (int) (at - later) + ScalarMatches.commonBytes(segment, at - back, at, end);
  }

  /**
   * Copies whole steps, the last of which may go beyond the bytes; the places are at least one step
   * apart.
   */
  static void copy(MemorySegment segment, long earlier, long later, long bytes) {
    long back = later - earlier;
    for (long at = later; at < later + bytes; at += STEP_BYTES) {
      ByteVector.fromMemorySegment(ByteVector.SPECIES_128, segment, at - back, LITTLE_ENDIAN)
          .intoMemorySegment(segment, at, LITTLE_ENDIAN);
    }
  }
}
