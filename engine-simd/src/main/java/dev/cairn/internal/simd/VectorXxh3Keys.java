package dev.cairn.internal.simd;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.XOR;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.LongVector;

/**
 * XXH3-64 of keys of eight bytes, one in each lane. Longer keys need the upper half of a product of
 * 128 bits, which vectors do not have.
 */
final class VectorXxh3Keys {
  private static final int LANES = LongVector.SPECIES_256.length();

  private VectorXxh3Keys() {}

  /**
   * Hashes as many of the keys as fill whole vectors; the steps are those of {@link
   * Xxh3Mixing#hashUpTo8}.
   *
   * @return how many those are
   */
  static int hashEach8(MemorySegment keys, long offset, long seed, long[] hashes) {
    long secret = Xxh3Mixing.secretUpTo8(seed);
    int key = 0;
    for (; key <= hashes.length - LANES; key += LANES) {
      LongVector words =
          LongVector.fromMemorySegment(
              LongVector.SPECIES_256, keys, offset + (long) key * Long.BYTES, LITTLE_ENDIAN);
      LongVector hash = words.lanewise(LSHR, 32).or(words.lanewise(LSHL, 32)).lanewise(XOR, secret);
      hash =
          hash.lanewise(LSHL, 49)
              .or(hash.lanewise(LSHR, 15))
              .lanewise(XOR, hash.lanewise(LSHL, 24).or(hash.lanewise(LSHR, 40)))
              .lanewise(XOR, hash)
              .mul(Xxh3Mixing.PRIME_MX2);
      hash = hash.lanewise(LSHR, 35).add(Long.BYTES).lanewise(XOR, hash).mul(Xxh3Mixing.PRIME_MX2);
      hash.lanewise(LSHR, 28).lanewise(XOR, hash).intoArray(hashes, key);
    }
    return key;
  }
}
