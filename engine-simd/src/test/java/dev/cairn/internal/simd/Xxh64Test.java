package dev.cairn.internal.simd;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class Xxh64Test {
  private static final long PRIME32 = 2654435761L;
  private static final long PRIME64 = 0x9e3779b185ebca8dL;

  @Test
  void givesThePublishedHashes() {
    byte[] buffer = reference(222);

    assertHash(buffer, 0, 0, 0xef46db3751d8e999L);
    assertHash(buffer, 0, PRIME32, 0xac75fda2929b17efL);
    assertHash(buffer, 1, 0, 0xe934a84adb052768L);
    assertHash(buffer, 1, PRIME32, 0x5014607643a9b4c3L);
    assertHash(buffer, 4, 0, 0x9136a0dca57457eeL);
    assertHash(buffer, 14, 0, 0x8282dcc4994e35c8L);
    assertHash(buffer, 14, PRIME32, 0xc3bd6bf63deb6df0L);
    assertHash(buffer, 222, 0, 0xb641ae8cb691c174L);
    assertHash(buffer, 222, PRIME32, 0x20cb8ab7ae10c14aL);
  }

  @Test
  void agreesWithTheSpecificationOnArraysAndSegmentsAtEveryLengthAndOffset() {
    byte[] bytes = reference(400);
    try (Arena arena = Arena.ofConfined()) {
      for (int length : Extent.lengths()) {
        for (int offset : Extent.offsets()) {
          // Nothing lies behind the input, so that a load too far would throw.
          MemorySegment segment = arena.allocate(offset + length + 1L).asSlice(0, offset + length);
          MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, 0, offset + length);
          long seed = length * PRIME64;
          long expected = expected(bytes, offset, length, seed);
          if (Xxh64.hash(bytes, offset, length, seed) != expected
              || Xxh64.hash(segment, offset, length, seed) != expected) {
            fail("length %d at offset %d", length, offset);
          }
        }
      }
    }
  }

  /** The filter that Apache publishes in parquet-testing as {@code bloom_filter.xxhash.bin}. */
  @Test
  void filterOfAnotherProgramHasTheSameBits() {
    int blocks = 32;
    int[][] blockAndWords = {
      {
        4,
        0x00100000,
        0x00000200,
        0x00000400,
        0x00000080,
        0x00000200,
        0x80000000,
        0x10000000,
        0x08000000
      },
      {
        5,
        0x00800000,
        0x10000000,
        0x00000001,
        0x10000000,
        0x00000020,
        0x00200000,
        0x40000000,
        0x00080000
      },
      {
        7,
        0x00000004,
        0x00400000,
        0x00400000,
        0x00080000,
        0x04000000,
        0x00002000,
        0x00000010,
        0x00000002
      },
      {
        10,
        0x00200000,
        0x00000800,
        0x00000100,
        0x20000000,
        0x00800000,
        0x08000000,
        0x00000100,
        0x00001000
      }
    };
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment theirs = arena.allocate(blocks * SplitBlockBloom.BLOCK_BYTES);
      for (int[] block : blockAndWords) {
        long begin = (long) block[0] * SplitBlockBloom.BLOCK_BYTES;
        for (int i = 1; i < block.length; i++) {
          theirs.set(ValueLayout.JAVA_INT_UNALIGNED, begin + (i - 1) * 4L, block[i]);
        }
      }
      MemorySegment ours = arena.allocate(theirs.byteSize());
      for (String key : new String[] {"hello", "parquet", "bloom", "filter"}) {
        long hash = Xxh64.hash(key.getBytes(US_ASCII), 0, key.length(), 0);

        SplitBlockBloom.add(ours, 0, blocks, hash);
      }

      assertThat(ours.mismatch(theirs)).isEqualTo(-1);
    }
  }

  @Test
  void refusesInputOutsideItsHolder() {
    byte[] bytes = new byte[20];
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment segment = arena.allocate(20);

      assertThatThrownBy(() -> Xxh64.hash(bytes, 5, 16, 0))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> Xxh64.hash(bytes, 5, -1, 0))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> Xxh64.hash(segment, 5, 16, 0))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> Xxh64.hash(segment, 5, -1, 0))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  private static void assertHash(byte[] buffer, int length, long seed, long expected) {
    assertThat(Xxh64.hash(buffer, 0, length, seed))
        .as("length %d, seed %d", length, seed)
        .isEqualTo(expected);
  }

  /** The specification, written in its words and as plainly as it can be. */
  static long expected(byte[] bytes, int offset, int length, long seed) {
    long p1 = 0x9e3779b185ebca87L;
    long p2 = 0xc2b2ae3d27d4eb4fL;
    long p3 = 0x165667b19e3779f9L;
    long p4 = 0x85ebca77c2b2ae63L;
    long p5 = 0x27d4eb2f165667c5L;
    ByteBuffer input = ByteBuffer.wrap(bytes, offset, length).order(ByteOrder.LITTLE_ENDIAN);
    long hash;
    if (length < 32) {
      hash = seed + p5;
    } else {
      long[] lanes = {seed + p1 + p2, seed + p2, seed, seed - p1};
      while (input.remaining() >= 32) {
        for (int i = 0; i < 4; i++) {
          lanes[i] = Long.rotateLeft(lanes[i] + input.getLong() * p2, 31) * p1;
        }
      }
      hash =
          Long.rotateLeft(lanes[0], 1)
              + Long.rotateLeft(lanes[1], 7)
              + Long.rotateLeft(lanes[2], 12)
              + Long.rotateLeft(lanes[3], 18);
      for (long lane : lanes) {
        hash = (hash ^ (Long.rotateLeft(lane * p2, 31) * p1)) * p1 + p4;
      }
    }
    hash += length;
    while (input.remaining() >= 8) {
      hash ^= Long.rotateLeft(input.getLong() * p2, 31) * p1;
      hash = Long.rotateLeft(hash, 27) * p1 + p4;
    }
    while (input.remaining() >= 4) {
      hash ^= (input.getInt() & 0xffffffffL) * p1;
      hash = Long.rotateLeft(hash, 23) * p2 + p3;
    }
    while (input.hasRemaining()) {
      hash ^= (input.get() & 0xff) * p5;
      hash = Long.rotateLeft(hash, 11) * p1;
    }
    hash = (hash ^ (hash >>> 33)) * p2;
    hash = (hash ^ (hash >>> 29)) * p3;
    return hash ^ (hash >>> 32);
  }

  /** The reference library's own test input. */
  private static byte[] reference(int length) {
    byte[] bytes = new byte[length];
    long generator = PRIME32;
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (generator >>> 56);
      generator *= PRIME64;
    }
    return bytes;
  }
}
