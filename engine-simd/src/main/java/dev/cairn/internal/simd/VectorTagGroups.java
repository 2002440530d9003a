package dev.cairn.internal.simd;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;

/** Sixteen tags in one 128-bit compare: {@code pcmpeqb} on x86-64, {@code cmeq} on aarch64. */
final class VectorTagGroups {
  private VectorTagGroups() {}

  static int match(MemorySegment segment, long offset, byte tag) {
    return (int)
        ByteVector.fromMemorySegment(
                ByteVector.SPECIES_128, segment, offset, ByteOrder.LITTLE_ENDIAN)
            .eq(tag)
            .toLong();
  }
}
