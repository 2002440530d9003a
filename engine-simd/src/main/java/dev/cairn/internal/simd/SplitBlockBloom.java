package dev.cairn.internal.simd;

import java.lang.foreign.MemorySegment;

/**
 * A bloom filter of blocks of eight 32-bit words, as the Parquet format defines it: a key sets one
 * bit in each word of one block, so a probe is one cache line and, with vectors, two to a dozen
 * instructions.
 *
 * <p>The upper half of a key's 64-bit hash chooses the block, the lower half the bits. Words are
 * little-endian and the bits depend on nothing but hash and number of blocks, so a filter may be
 * kept in a file. It must begin as zeros. With 10 bits for each key, about 1.2 % of the probes for
 * keys that were not added say that they may have been.
 */
public final class SplitBlockBloom {
  /** Bytes of a block. */
  public static final int BLOCK_BYTES = 32;

  /** The most hashes that one batch probe takes. */
  public static final int MAX_BATCH = Long.SIZE;

  private static final boolean VECTOR = Kernels.usesVectors();
  private static final boolean WHOLE_BLOCKS = Kernels.usesWideVectors();

  private SplitBlockBloom() {}

  /**
   * The number of blocks for a number of keys.
   *
   * @param keys how many keys will be added
   * @param bitsPerKey how many bits the filter should have for each
   * @return the number of blocks, at least one
   * @throws IllegalArgumentException if an argument is negative or the filter would be too large
   */
  public static int blocks(long keys, int bitsPerKey) {
    if (keys < 0 || bitsPerKey < 0) {
      throw new IllegalArgumentException(keys + " keys, " + bitsPerKey + " bits per key");
    }
    long blockBits = (long) BLOCK_BYTES * Byte.SIZE;
    long blocks = Math.ceilDiv(Math.multiplyExact(keys, (long) bitsPerKey), blockBits);
    if (blocks > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "a filter of " + keys + " keys with " + bitsPerKey + " bits each is too large");
    }
    return (int) Math.max(blocks, 1);
  }

  /**
   * Adds a key.
   *
   * @param filter a native segment that holds the filter
   * @param offset where the filter begins; no alignment is needed, that of a block is faster
   * @param blocks how many blocks it has
   * @param hash the key's hash
   * @throws IndexOutOfBoundsException if the key's block is not inside the segment
   */
  public static void add(MemorySegment filter, long offset, int blocks, long hash) {
    assert filter.isNative() : filter;
    long block = block(offset, blocks, hash);
    if (WHOLE_BLOCKS) {
      VectorBloom.add(filter, block, (int) hash);
    } else if (VECTOR) {
      VectorHalfBloom.add(filter, block, (int) hash);
    } else {
      ScalarBloom.add(filter, block, (int) hash);
    }
  }

  /**
   * Adds many keys.
   *
   * @param filter a native segment that holds the filter
   * @param offset where the filter begins
   * @param blocks how many blocks it has
   * @param hashes the keys' hashes
   * @param from the index of the first of them
   * @param count how many there are
   * @throws IndexOutOfBoundsException if a key's block is not inside the segment, or the hashes are
   *     not in the array
   */
  public static void addAll(
      MemorySegment filter, long offset, int blocks, long[] hashes, int from, int count) {
    for (int i = from; i < from + count; i++) {
      add(filter, offset, blocks, hashes[i]);
    }
  }

  /**
   * Whether a key may have been added.
   *
   * @param filter a native or mapped segment that holds the filter
   * @param offset where the filter begins
   * @param blocks how many blocks it has
   * @param hash the key's hash
   * @return false if the key was certainly not added
   * @throws IndexOutOfBoundsException if the key's block is not inside the segment
   */
  public static boolean mightContain(MemorySegment filter, long offset, int blocks, long hash) {
    long block = block(offset, blocks, hash);
    if (WHOLE_BLOCKS) {
      return VectorBloom.mightContain(filter, block, (int) hash);
    }
    return VECTOR
        ? VectorHalfBloom.mightContain(filter, block, (int) hash)
        : ScalarBloom.mightContain(filter, block, (int) hash);
  }

  /**
   * Which of several keys may have been added. The cache misses of different keys overlap.
   *
   * @param filter a native or mapped segment that holds the filter
   * @param offset where the filter begins
   * @param blocks how many blocks it has
   * @param hashes the keys' hashes
   * @param from the index of the first of them
   * @param count how many there are, at most {@link #MAX_BATCH}
   * @return bit {@code i} is set if the key of {@code hashes[from + i]} may have been added
   * @throws IllegalArgumentException if there are too many
   * @throws IndexOutOfBoundsException if a key's block is not inside the segment, or the hashes are
   *     not in the array
   */
  public static long mightContainEach(
      MemorySegment filter, long offset, int blocks, long[] hashes, int from, int count) {
    if (count > MAX_BATCH) {
      throw new IllegalArgumentException(count + " hashes, at most " + MAX_BATCH);
    }
    long mask = 0;
    for (int i = 0; i < count; i++) {
      if (mightContain(filter, offset, blocks, hashes[from + i])) {
        mask |= 1L << i;
      }
    }
    return mask;
  }

  /** Where the block of a hash begins: its upper half, as a fraction, of all blocks. */
  private static long block(long offset, int blocks, long hash) {
    return offset + (((hash >>> 32) * blocks) >>> 32) * BLOCK_BYTES;
  }
}
