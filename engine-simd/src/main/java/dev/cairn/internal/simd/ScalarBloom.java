package dev.cairn.internal.simd;

import java.lang.foreign.MemorySegment;

/** A block of a bloom filter word by word. */
final class ScalarBloom {
  static final int WORDS = SplitBlockBloom.BLOCK_BYTES / Integer.BYTES;

  /** The odd multipliers of the Parquet format; each makes another five bits of the key's hash. */
  private static final int[] SALT = {
    0x47b6137b, 0x44974d91, 0x8824ad5b, 0xa2b7289d, 0x705495c7, 0x2df1424b, 0x9efc4947, 0x5c6bfb31
  };

  private ScalarBloom() {}

  static int[] salt() {
    return SALT.clone();
  }

  static void add(MemorySegment filter, long block, int key) {
    for (int i = 0; i < WORDS; i++) {
      long word = block + (long) i * Integer.BYTES;
      LittleEndian.setInt(filter, word, LittleEndian.getInt(filter, word) | bit(key, i));
    }
  }

  static boolean mightContain(MemorySegment filter, long block, int key) {
    for (int i = 0; i < WORDS; i++) {
      if ((LittleEndian.getInt(filter, block + (long) i * Integer.BYTES) & bit(key, i)) == 0) {
        return false;
      }
    }
    return true;
  }

  private static int bit(int key, int word) {
    return 1 << ((key * SALT[word]) >>> 27);
  }
}
