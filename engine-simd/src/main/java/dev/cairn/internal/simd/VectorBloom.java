package dev.cairn.internal.simd;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static jdk.incubator.vector.VectorOperators.AND_NOT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.NE;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.IntVector;

/** A block of a bloom filter in one vector of 256 bits. */
final class VectorBloom {
  private static final IntVector SALT =
      IntVector.fromArray(IntVector.SPECIES_256, ScalarBloom.salt(), 0);
  private static final IntVector ONE = IntVector.broadcast(IntVector.SPECIES_256, 1);

  private VectorBloom() {}

  static void add(MemorySegment filter, long block, int key) {
    ONE.lanewise(LSHL, SALT.mul(key).lanewise(LSHR, 27))
        .or(IntVector.fromMemorySegment(IntVector.SPECIES_256, filter, block, LITTLE_ENDIAN))
        .intoMemorySegment(filter, block, LITTLE_ENDIAN);
  }

  static boolean mightContain(MemorySegment filter, long block, int key) {
    return !ONE.lanewise(LSHL, SALT.mul(key).lanewise(LSHR, 27))
        .lanewise(
            AND_NOT,
            IntVector.fromMemorySegment(IntVector.SPECIES_256, filter, block, LITTLE_ENDIAN))
        .compare(NE, 0)
        .anyTrue();
  }
}
