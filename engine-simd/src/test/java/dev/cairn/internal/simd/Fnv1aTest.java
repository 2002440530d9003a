package dev.cairn.internal.simd;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Fnv1aTest {
  private static final long SEED = 20256;

  @Test
  void givesThePublishedHashes() {
    assertHashes("", 0x811c9dc5, 0xcbf29ce484222325L);
    assertHashes("a", 0xe40c292c, 0xaf63dc4c8601ec8cL);
    assertHashes("b", 0xe70c2de5, 0xaf63df4c8601f1a5L);
    assertHashes("foobar", 0xbf9cf968, 0x85944171f73967e8L);
  }

  @Test
  void agreesWithTheSpecificationOnArraysAndSegmentsAtEveryLengthAndOffset() {
    byte[] bytes = random(400);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment segment = arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
      for (int offset : Extent.offsets()) {
        for (int length : Extent.lengths()) {
          int expected32 = expected32(bytes, offset, length);
          if (Fnv1a.hash32(bytes, offset, length) != expected32
              || Fnv1a.hash32(segment, offset, length) != expected32) {
            fail("32 bits, length %d at offset %d, seed %d", length, offset, SEED);
          }
          if (Fnv1a.hash64(bytes, offset, length) != Fnv1a.hash64(segment, offset, length)) {
            fail("64 bits, length %d at offset %d, seed %d", length, offset, SEED);
          }
        }
      }
      for (int length = 0; length <= 300; length++) {
        assertThat(Fnv1a.hash64(bytes, 3, length)).isEqualTo(expected64(bytes, 3, length));
      }
    }
  }

  @Test
  void facadeHashesKeysOfEqualLength() {
    hashesKeysOfEqualLength(0, Fnv1a::hashEach32);
  }

  @Test
  void scalarFormHashesKeysOfEqualLength() {
    hashesKeysOfEqualLength(
        0,
        (keys, offset, keyBytes, hashes) ->
            ScalarFnv1a.hashEach32(keys, offset, keyBytes, hashes, 0));
  }

  @Test
  void vectorFormHashesKeysOfEqualLength() {
    assumeTrue(Kernels.usesVectors());

    hashesKeysOfEqualLength(
        4,
        (keys, offset, keyBytes, hashes) -> {
          int done = VectorFnv1a.hashEach32(keys, offset, keyBytes, hashes);
          assertThat(done).isBetween(hashes.length - 7, hashes.length);
          ScalarFnv1a.hashEach32(keys, offset, keyBytes, hashes, done);
        });
  }

  @Test
  void refusesInputOutsideItsHolder() {
    byte[] bytes = new byte[20];
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment segment = arena.allocate(20);

      assertThatThrownBy(() -> Fnv1a.hash32(bytes, 5, 16))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> Fnv1a.hash64(bytes, 5, -1))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> Fnv1a.hash32(segment, 5, 16))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> Fnv1a.hash64(segment, 5, 16))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> Fnv1a.hashEach32(segment, 1, 5, new int[4]))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  /** Every short length, every offset, every number of keys around the widths of vectors. */
  private static void hashesKeysOfEqualLength(int minKeyBytes, Each each) {
    Random random = new Random(SEED);
    for (int keyBytes = minKeyBytes; keyBytes <= 300; keyBytes++) {
      int count = random.nextInt(40);
      tryKeys(each, random, keyBytes, count, keyBytes % 64);
    }
    for (int offset : Extent.offsets()) {
      for (int count = 0; count <= 33; count++) {
        tryKeys(each, random, minKeyBytes + random.nextInt(20), count, offset);
      }
    }
  }

  private static void tryKeys(Each each, Random random, int keyBytes, int count, int offset) {
    byte[] bytes = new byte[offset + keyBytes * count];
    random.nextBytes(bytes);
    try (Arena arena = Arena.ofConfined()) {
      // Nothing lies behind the keys, so that a load too far would throw.
      MemorySegment keys = arena.allocate(bytes.length + 1L).asSlice(0, bytes.length);
      MemorySegment.copy(bytes, 0, keys, ValueLayout.JAVA_BYTE, 0, bytes.length);
      int[] expected = new int[count];
      Arrays.setAll(expected, i -> expected32(bytes, offset + i * keyBytes, keyBytes));
      int[] hashes = new int[count];

      each.hash(keys, offset, keyBytes, hashes);

      if (!Arrays.equals(hashes, expected)) {
        fail("%d keys of %d bytes at %d, seed %d", count, keyBytes, offset, SEED);
      }
    }
  }

  private static void assertHashes(String text, int expected32, long expected64) {
    byte[] bytes = text.getBytes(US_ASCII);

    assertThat(Fnv1a.hash32(bytes, 0, bytes.length)).isEqualTo(expected32);
    assertThat(Fnv1a.hash64(bytes, 0, bytes.length)).isEqualTo(expected64);
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(SEED).nextBytes(bytes);
    return bytes;
  }

  /** In a wider number that is cut to 32 bits after each step, as the specification says it. */
  static int expected32(byte[] bytes, int offset, int length) {
    long hash = 2_166_136_261L;
    for (int i = offset; i < offset + length; i++) {
      hash = ((hash ^ (bytes[i] & 0xff)) * 16_777_619L) & 0xffffffffL;
    }
    return (int) hash;
  }

  private static long expected64(byte[] bytes, int offset, int length) {
    BigInteger hash = new BigInteger("14695981039346656037");
    BigInteger limit = BigInteger.ONE.shiftLeft(64);
    for (int i = offset; i < offset + length; i++) {
      hash = hash.xor(BigInteger.valueOf(bytes[i] & 0xff));
      hash = hash.multiply(BigInteger.valueOf(1_099_511_628_211L)).mod(limit);
    }
    return hash.longValue();
  }

  private interface Each {
    void hash(MemorySegment keys, long offset, int keyBytes, int[] hashes);
  }
}
