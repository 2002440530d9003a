package dev.cairn.internal.simd;

import static dev.cairn.internal.simd.Fnv1a.BASIS_32;
import static dev.cairn.internal.simd.Fnv1a.PRIME_32;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.XOR;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/** One key in each lane. */
final class VectorFnv1a {
  private static final VectorSpecies<Integer> SPECIES =
      VectorPlatform.LANE_BITS == 256 ? IntVector.SPECIES_256 : IntVector.SPECIES_128;

  private VectorFnv1a() {}

  /**
   * Hashes as many of the keys as fill whole vectors.
   *
   * @return how many those are
   */
  static int hashEach32(MemorySegment keys, long offset, int keyBytes, int[] hashes) {
    int lanes = SPECIES.length();
    int key = 0;
    for (; key <= hashes.length - lanes; key += lanes) {
      long begin = offset + (long) key * keyBytes;
      IntVector hash = IntVector.broadcast(SPECIES, BASIS_32);
      for (int i = 0; i < keyBytes; i += Integer.BYTES) {
        // The last word begins earlier, so as not to read beyond the key, and skips what was done.
        int word = Math.min(i, keyBytes - Integer.BYTES);
        // Words of different keys meet in a vector by way of the array that receives the hashes.
        for (int lane = 0; lane < lanes; lane++) {
          hashes[key + lane] =
              LittleEndian.getInt(keys, begin + (long) lane * keyBytes + word)
                  >>> ((i - word) * Byte.SIZE);
        }
        IntVector words = IntVector.fromArray(SPECIES, hashes, key);
        for (int left = Integer.BYTES - (i - word); left > 0; left--) {
          hash = words.and(0xff).lanewise(XOR, hash).mul(PRIME_32);
          words = words.lanewise(LSHR, Byte.SIZE);
        }
      }
      hash.intoArray(hashes, key);
    }
    return key;
  }
}
