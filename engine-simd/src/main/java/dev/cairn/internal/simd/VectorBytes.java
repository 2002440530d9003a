package dev.cairn.internal.simd;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Comparison of a segment with an array, 16 bytes at a time; the last load overlaps the one before.
 *
 * <p>Only the loop is here. With the other lengths in it the compiled method would be too large to
 * be inlined into its callers, and be slower than its scalar twin.
 */
final class VectorBytes {
  /** Below this a vector would read too far. */
  static final int MIN_BYTES = 16;

  private VectorBytes() {}

  /** Finds the first difference; {@code length} is at least {@link #MIN_BYTES}. */
  static int mismatch(MemorySegment a, long aOffset, byte[] b, int bOffset, int length) {
    int last = length - MIN_BYTES;
    int i = 0;
    while (true) {
      VectorMask<Byte> different =
          ByteVector.fromMemorySegment(
                  ByteVector.SPECIES_128, a, aOffset + i, ByteOrder.LITTLE_ENDIAN)
              .compare(
                  VectorOperators.NE, ByteVector.fromArray(ByteVector.SPECIES_128, b, bOffset + i));
      if (different.anyTrue()) {
        return i + different.firstTrue();
      }
      if (i == last) {
        return -1;
      }
      i = Math.min(i + MIN_BYTES, last);
    }
  }
}
