package dev.cairn.internal.simd;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static jdk.incubator.vector.VectorOperators.AND_NOT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.NE;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.IntVector;

/** A block of a bloom filter in two vectors of 128 bits, for processors that have none wider. */
final class VectorHalfBloom {
  private static final int HALF_BYTES = SplitBlockBloom.BLOCK_BYTES / 2;

  private static final IntVector LOW_SALT =
      IntVector.fromArray(IntVector.SPECIES_128, ScalarBloom.salt(), 0);
  private static final IntVector HIGH_SALT =
      IntVector.fromArray(IntVector.SPECIES_128, ScalarBloom.salt(), ScalarBloom.WORDS / 2);
  private static final IntVector ONE = IntVector.broadcast(IntVector.SPECIES_128, 1);

  private VectorHalfBloom() {}

  static void add(MemorySegment filter, long block, int key) {
    ONE.lanewise(LSHL, LOW_SALT.mul(key).lanewise(LSHR, 27))
        .or(IntVector.fromMemorySegment(IntVector.SPECIES_128, filter, block, LITTLE_ENDIAN))
        .intoMemorySegment(filter, block, LITTLE_ENDIAN);
    long high = block + HALF_BYTES;
    ONE.lanewise(LSHL, HIGH_SALT.mul(key).lanewise(LSHR, 27))
        .or(IntVector.fromMemorySegment(IntVector.SPECIES_128, filter, high, LITTLE_ENDIAN))
        .intoMemorySegment(filter, high, LITTLE_ENDIAN);
  }

  static boolean mightContain(MemorySegment filter, long block, int key) {
    IntVector missingLow =
        ONE.lanewise(LSHL, LOW_SALT.mul(key).lanewise(LSHR, 27))
            .lanewise(
                AND_NOT,
                IntVector.fromMemorySegment(IntVector.SPECIES_128, filter, block, LITTLE_ENDIAN));
    IntVector missingHigh =
        ONE.lanewise(LSHL, HIGH_SALT.mul(key).lanewise(LSHR, 27))
            .lanewise(
                AND_NOT,
                IntVector.fromMemorySegment(
                    IntVector.SPECIES_128, filter, block + HALF_BYTES, LITTLE_ENDIAN));
    return !missingLow.or(missingHigh).compare(NE, 0).anyTrue();
  }
}
