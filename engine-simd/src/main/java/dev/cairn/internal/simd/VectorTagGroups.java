package dev.cairn.internal.simd;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;

/**
 * Sixteen tags in one 128-bit compare, {@code pcmpeqb} on x86-64 and {@code cmeq} on aarch64, or
 * thirty-two in one of 256 bits.
 */
final class VectorTagGroups {
  private VectorTagGroups() {}

  static int match(MemorySegment segment, long offset, byte tag) {
    return (int)
        ByteVector.fromMemorySegment(
                ByteVector.SPECIES_128, segment, offset, ByteOrder.LITTLE_ENDIAN)
            .eq(tag)
            .toLong();
  }

  static int matchWide(MemorySegment segment, long offset, byte tag) {
    return (int)
        ByteVector.fromMemorySegment(
                ByteVector.SPECIES_256, segment, offset, ByteOrder.LITTLE_ENDIAN)
            .eq(tag)
            .toLong();
  }
}
