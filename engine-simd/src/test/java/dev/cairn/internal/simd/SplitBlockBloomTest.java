package dev.cairn.internal.simd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SplitBlockBloomTest {
  private static final long SEED = 20254;
  private static final int BLOCK_BYTES = SplitBlockBloom.BLOCK_BYTES;

  private final Random random = new Random(SEED);
  private final Arena arena = Arena.ofConfined();

  @AfterEach
  void close() {
    arena.close();
  }

  @Test
  void facadeSetsAndFindsTheBitsOfTheSpecification() {
    agreesWithTheSpecification(
        (filter, block, key) -> SplitBlockBloom.add(filter, block, 1, Integer.toUnsignedLong(key)),
        (filter, block, key) ->
            SplitBlockBloom.mightContain(filter, block, 1, Integer.toUnsignedLong(key)));
  }

  @Test
  void scalarFormSetsAndFindsTheBitsOfTheSpecification() {
    agreesWithTheSpecification(ScalarBloom::add, ScalarBloom::mightContain);
  }

  @Test
  void vectorFormSetsAndFindsTheBitsOfTheSpecification() {
    assumeTrue(Kernels.usesVectors());

    agreesWithTheSpecification(VectorBloom::add, VectorBloom::mightContain);
  }

  @Test
  void vectorFormOfHalvesSetsAndFindsTheBitsOfTheSpecification() {
    assumeTrue(Kernels.usesVectors());

    agreesWithTheSpecification(VectorHalfBloom::add, VectorHalfBloom::mightContain);
  }

  @Test
  void findsEveryKeyThatWasAddedAndFewOthers() {
    int keys = 20_000;
    int blocks = SplitBlockBloom.blocks(keys, 10);
    long offset = 7;
    MemorySegment filter = arena.allocate(offset + (long) blocks * BLOCK_BYTES);
    long[] hashes = random.longs(keys).toArray();

    SplitBlockBloom.addAll(filter, offset, blocks, hashes, 0, keys / 2);
    for (int i = keys / 2; i < keys; i++) {
      SplitBlockBloom.add(filter, offset, blocks, hashes[i]);
    }

    for (long hash : hashes) {
      assertThat(SplitBlockBloom.mightContain(filter, offset, blocks, hash)).isTrue();
    }
    long others =
        random
            .longs(100_000)
            .filter(hash -> SplitBlockBloom.mightContain(filter, offset, blocks, hash))
            .count();
    assertThat(others).isBetween(800L, 1_600L);
    for (long i = 0; i < offset; i++) {
      assertThat(filter.get(ValueLayout.JAVA_BYTE, i)).isZero();
    }
  }

  @Test
  void probesABatchAsItProbesOne() {
    int blocks = 5;
    MemorySegment filter = arena.allocate((long) blocks * BLOCK_BYTES);
    SplitBlockBloom.addAll(filter, 0, blocks, random.longs(30).toArray(), 0, 30);
    long[] hashes = random.longs(100).toArray();

    for (int from = 0; from <= 30; from++) {
      for (int count = 0; count <= SplitBlockBloom.MAX_BATCH; count++) {
        long expected = 0;
        for (int i = 0; i < count; i++) {
          if (SplitBlockBloom.mightContain(filter, 0, blocks, hashes[from + i])) {
            expected |= 1L << i;
          }
        }

        assertThat(SplitBlockBloom.mightContainEach(filter, 0, blocks, hashes, from, count))
            .as("%d from %d, seed %d", count, from, SEED)
            .isEqualTo(expected);
      }
    }
  }

  @Test
  void choosesTheBlockByTheUpperHalfOfTheHash() {
    int blocks = 1 << 16;
    MemorySegment filter = arena.allocate((long) blocks * BLOCK_BYTES);

    SplitBlockBloom.add(filter, 0, blocks, 0xffffffff_00000001L);
    SplitBlockBloom.add(filter, 0, blocks, 0x7fff8000_00000001L);
    SplitBlockBloom.add(filter, 0, blocks, 0x0000ffff_00000001L);

    assertThat(isEmpty(filter, blocks - 1)).isFalse();
    assertThat(isEmpty(filter, (1 << 15) - 1)).isFalse();
    assertThat(isEmpty(filter, 0)).isFalse();
    assertThat(isEmpty(filter, 1)).isTrue();
    assertThat(isEmpty(filter, 1 << 15)).isTrue();
    assertThat(isEmpty(filter, blocks - 2)).isTrue();
  }

  @Test
  void numberOfBlocksIsRoundedUp() {
    assertThat(SplitBlockBloom.blocks(0, 10)).isEqualTo(1);
    assertThat(SplitBlockBloom.blocks(25, 10)).isEqualTo(1);
    assertThat(SplitBlockBloom.blocks(26, 10)).isEqualTo(2);
    assertThat(SplitBlockBloom.blocks(1_000_000_000L, 10)).isEqualTo(39_062_500);
    assertThatThrownBy(() -> SplitBlockBloom.blocks(-1, 10))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SplitBlockBloom.blocks(1L << 50, 10))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesBlocksOutsideTheSegmentAndBatchesThatAreTooLarge() {
    MemorySegment filter = arena.allocate(3 * BLOCK_BYTES - 1);
    long inTheLastBlock = -1;

    assertThatThrownBy(() -> SplitBlockBloom.add(filter, 0, 3, inTheLastBlock))
        .isInstanceOf(IndexOutOfBoundsException.class);
    filter.fill((byte) -1);
    assertThatThrownBy(() -> SplitBlockBloom.mightContain(filter, 0, 3, inTheLastBlock))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> SplitBlockBloom.mightContainEach(filter, 0, 2, new long[65], 0, 65))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SplitBlockBloom.mightContainEach(filter, 0, 2, new long[64], 1, 64))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  private static boolean isEmpty(MemorySegment filter, long block) {
    MemorySegment bytes = filter.asSlice(block * BLOCK_BYTES, BLOCK_BYTES);
    return bytes.mismatch(MemorySegment.ofArray(new byte[BLOCK_BYTES])) < 0;
  }

  /**
   * At each alignment, keys added one after another; then probes of blocks with few bits missing.
   */
  private void agreesWithTheSpecification(Add add, Probe probe) {
    for (int block : Extent.offsets()) {
      // Nothing lies behind the block, so that a load or store too far would throw.
      MemorySegment filter = arena.allocate(block + BLOCK_BYTES);
      int[] words = new int[8];
      for (int run = 0; run < 40; run++) {
        int key = run == 0 ? 0 : random.nextInt();
        boolean expected = isSet(words, key);
        if (probe.mightContain(filter, block, key) != expected) {
          fail("probe of %x at %d, expected %s, seed %d", key, block, expected, SEED);
        }
        add.add(filter, block, key);
        set(words, key);
        expectBlock(filter, block, words);
      }
      for (int bit = 0; bit < BLOCK_BYTES * Byte.SIZE; bit++) {
        int word = bit >>> 5;
        filter.fill((byte) -1);
        int present = ~(1 << bit);
        filter.set(ValueLayout.JAVA_INT_UNALIGNED, block + word * 4L, present);
        int key = random.nextInt();
        boolean expected = (mask(key, word) & present) != 0;
        if (probe.mightContain(filter, block, key) != expected) {
          fail("probe of %x at %d without bit %d, seed %d", key, block, bit, SEED);
        }
      }
    }
  }

  private static void expectBlock(MemorySegment filter, int block, int[] words) {
    for (int i = 0; i < block; i++) {
      assertThat(filter.get(ValueLayout.JAVA_BYTE, i)).isZero();
    }
    for (int i = 0; i < words.length; i++) {
      int word = filter.get(ValueLayout.JAVA_INT_UNALIGNED, block + i * 4L);
      if (word != words[i]) {
        fail("word %d at %d: %x, expected %x, seed %d", i, block, word, words[i], SEED);
      }
    }
  }

  private static boolean isSet(int[] words, int key) {
    for (int i = 0; i < words.length; i++) {
      if ((words[i] & mask(key, i)) == 0) {
        return false;
      }
    }
    return true;
  }

  private static void set(int[] words, int key) {
    for (int i = 0; i < words.length; i++) {
      words[i] |= mask(key, i);
    }
  }

  /** The specification's words, not the kernel's: the salts are written out once more. */
  private static int mask(int key, int word) {
    long[] salts = {
      0x47b6137bL,
      0x44974d91L,
      0x8824ad5bL,
      0xa2b7289dL,
      0x705495c7L,
      0x2df1424bL,
      0x9efc4947L,
      0x5c6bfb31L
    };
    long product = (Integer.toUnsignedLong(key) * salts[word]) & 0xffffffffL;
    return 1 << (product >>> 27);
  }

  private interface Add {
    void add(MemorySegment filter, long block, int key);
  }

  private interface Probe {
    boolean mightContain(MemorySegment filter, long block, int key);
  }
}
