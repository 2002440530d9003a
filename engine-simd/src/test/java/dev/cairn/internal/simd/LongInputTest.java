package dev.cairn.internal.simd;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each kernel on inputs of random length and offset, up to 1 MiB. */
class LongInputTest {
  private static final long SEED = 20261;
  private static final int MAX_BYTES = 1 << 20;

  private final Random random = new Random(SEED);
  private final Arena arena = Arena.ofConfined();

  /**
   * Bytes, and the same in a segment that ends where they do, so that a load too far would throw.
   */
  private record Input(byte[] bytes, MemorySegment segment, int offset, int length) {
    @Override
    public String toString() {
      return length + " bytes at " + offset + ", seed " + SEED;
    }
  }

  private interface Kernel {
    void tryOn(Input input);
  }

  private void forEachInput(Kernel kernel) {
    int runs = Extent.runs(30);
    for (int run = 0; run < runs; run++) {
      int length = MAX_BYTES - (run == 0 ? 0 : random.nextInt(MAX_BYTES - 300));
      kernel.tryOn(input(random.nextInt(64), length));
    }
  }

  private Input input(int offset, int length) {
    byte[] bytes = new byte[offset + length];
    random.nextBytes(bytes);
    return new Input(bytes, arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes), offset, length);
  }

  @AfterEach
  void close() {
    arena.close();
  }

  @Test
  void hashes() {
    forEachInput(input -> {
      byte[] bytes = input.bytes;
      int offset = input.offset;
      int length = input.length;
      long seed = random.nextLong();
      long xxh3 = Xxh3Long.hash(bytes, offset, length, seed);
      assertThat(Xxh3.hash(bytes, offset, length, seed)).as("%s", input).isEqualTo(xxh3);
      assertThat(Xxh3.hash(input.segment, offset, length, seed)).as("%s", input).isEqualTo(xxh3);
      long xxh64 = Xxh64Test.expected(bytes, offset, length, seed);
      assertThat(Xxh64.hash(bytes, offset, length, seed)).as("%s", input).isEqualTo(xxh64);
      assertThat(Xxh64.hash(input.segment, offset, length, seed)).as("%s", input).isEqualTo(xxh64);
      int fnv32 = Fnv1aTest.expected32(bytes, offset, length);
      assertThat(Fnv1a.hash32(bytes, offset, length)).as("%s", input).isEqualTo(fnv32);
      assertThat(Fnv1a.hash32(input.segment, offset, length)).as("%s", input).isEqualTo(fnv32);
      assertThat(Fnv1a.hash64(bytes, offset, length))
          .as("%s", input)
          .isEqualTo(Fnv1a.hash64(input.segment, offset, length));
    });
  }

  @Test
  void hashesOfManyKeys() {
    forEachInput(input -> {
      int keyBytes = random.nextBoolean() ? 8 : 4 + random.nextInt(30);
      int count = input.length / keyBytes;
      int[] narrow = new int[count];
      long[] wide = new long[count];

      Fnv1a.hashEach32(input.segment, input.offset, keyBytes, narrow);
      Xxh3.hashEach(input.segment, input.offset, keyBytes, 7, wide);

      for (int i = 0; i < count; i++) {
        int key = input.offset + i * keyBytes;
        if (narrow[i] != Fnv1aTest.expected32(input.bytes, key, keyBytes)
            || wide[i] != Xxh3.hash(input.bytes, key, keyBytes, 7)) {
          throw new AssertionError("key " + i + " of " + keyBytes + " bytes in " + input);
        }
      }
    });
  }

  @Test
  void checksums() {
    forEachInput(input -> {
      CRC32 crc32 = new CRC32();
      crc32.update(input.bytes, input.offset, input.length);
      assertThat(Crc32.of(input.segment, input.offset, input.length))
          .as("%s", input)
          .isEqualTo((int) crc32.getValue());
      CRC32C crc32c = new CRC32C();
      crc32c.update(input.bytes, input.offset, input.length);
      assertThat(Crc32c.of(input.segment, input.offset, input.length))
          .as("%s", input)
          .isEqualTo((int) crc32c.getValue());
    });
  }

  @Test
  void comparison() {
    forEachInput(input -> {
      int at = input.length - 1 - random.nextInt(40);
      byte[] other = input.bytes.clone();
      assertThat(Bytes.equal(input.segment, input.offset, other, input.offset, input.length))
          .as("%s", input)
          .isTrue();
      other[input.offset + at] ^= (byte) 0x80;
      MemorySegment others = arena.allocateFrom(ValueLayout.JAVA_BYTE, other);

      assertThat(Bytes.mismatch(input.segment, input.offset, others, input.offset, input.length))
          .as("%s", input)
          .isEqualTo(at);
      assertThat(Bytes.equal(input.segment, input.offset, other, input.offset, input.length))
          .as("%s", input)
          .isFalse();
      int order =
          Bytes.compare(
              input.segment, input.offset, input.length, other, input.offset, input.length);
      assertThat(Integer.signum(order))
          .as("%s", input)
          .isEqualTo(input.bytes[input.offset + at] < 0 ? 1 : -1);
    });
  }

  @Test
  void matches() {
    forEachInput(input -> {
      int back = 1 + random.nextInt(input.offset + 200);
      int later = Math.max(back, input.offset);
      int end = input.bytes.length;
      byte[] expected = input.bytes.clone();
      for (int i = later; i < end; i++) {
        expected[i] = expected[i - back];
      }

      Matches.copy(input.segment, later - back, later, end - later, end);

      assertThat(Arrays.equals(input.segment.toArray(ValueLayout.JAVA_BYTE), expected))
          .as("%s, %d back", input, back)
          .isTrue();
      assertThat(Matches.commonBytes(input.segment, later - back, later, end))
          .as("%s, %d back", input, back)
          .isEqualTo(end - later);
    });
  }

  @Test
  void headSearch() {
    forEachInput(input -> {
      int count = input.length / Long.BYTES;
      long[] heads = random.longs(count).map(head -> head >>> 1).sorted().distinct().toArray();
      MemorySegment wide = input.segment.asSlice(input.offset, input.length);
      MemorySegment narrow = arena.allocate(count * 4L + 1).asSlice(1);
      for (int i = 0; i < heads.length; i++) {
        wide.set(ValueLayout.JAVA_LONG_UNALIGNED, i * 8L, heads[i]);
        narrow.set(ValueLayout.JAVA_INT_UNALIGNED, i * 4L, (int) (heads[i] >>> 32));
      }
      for (int i = 0; i < 200; i++) {
        int at = random.nextInt(heads.length);
        int first = at;
        while (first > 0 && heads[first - 1] >>> 32 == heads[at] >>> 32) {
          first--;
        }
        assertThat(SortedHeads.countLess8(wide, 0, heads.length, heads[at])).isEqualTo(at);
        assertThat(SortedHeads.countLess4(narrow, 0, heads.length, (int) (heads[at] >>> 32)))
            .isEqualTo(first);
      }
    });
  }

  @Test
  void bloomFilters() {
    forEachInput(input -> {
      int blocks = input.length / SplitBlockBloom.BLOCK_BYTES;
      MemorySegment ours = arena.allocate(input.bytes.length);
      MemorySegment twins = arena.allocate(input.bytes.length);
      long[] hashes = random.longs(2_000).toArray();
      for (long hash : hashes) {
        long block = input.offset + ((hash >>> 32) * blocks >>> 32) * SplitBlockBloom.BLOCK_BYTES;
        SplitBlockBloom.add(ours, input.offset, blocks, hash);
        ScalarBloom.add(twins, block, (int) hash);
      }
      assertThat(ours.mismatch(twins)).as("%s", input).isEqualTo(-1);
      for (long hash : hashes) {
        assertThat(SplitBlockBloom.mightContain(ours, input.offset, blocks, hash)).isTrue();
        long absent = hash ^ 0x5555;
        long block = input.offset + ((absent >>> 32) * blocks >>> 32) * SplitBlockBloom.BLOCK_BYTES;
        assertThat(SplitBlockBloom.mightContain(ours, input.offset, blocks, absent))
            .isEqualTo(ScalarBloom.mightContain(twins, block, (int) absent));
      }
    });
  }
}
