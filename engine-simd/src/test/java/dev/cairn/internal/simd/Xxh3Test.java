package dev.cairn.internal.simd;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class Xxh3Test {
  private static final long SEED = 20258;
  private static final long PRIME32 = 2654435761L;
  private static final long PRIME64 = 0x9e3779b185ebca8dL;

  @Test
  void equalsTheReferenceLibraryOnArraysAtAnyOffset() {
    for (int offset : new int[] {0, 1, 7}) {
      List<Vector> vectors = vectors();
      byte[] bytes = reference(offset, longest(vectors), 5);

      for (Vector vector : vectors) {
        assertThat(Xxh3.hash(bytes, offset, vector.length(), vector.seed()))
            .as("%s at %d", vector, offset)
            .isEqualTo(vector.hash());
      }
    }
  }

  @Test
  void equalsTheReferenceLibraryOnSegmentsAtAnyOffset() {
    List<Vector> vectors = vectors();
    for (int offset : new int[] {0, 1, 7}) {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment segment = copy(arena, reference(offset, longest(vectors), 5));

        for (Vector vector : vectors) {
          assertThat(Xxh3.hash(segment, offset, vector.length(), vector.seed()))
              .as("%s at %d", vector, offset)
              .isEqualTo(vector.hash());
        }
      }
    }
  }

  @Test
  void scalarFormOfLongInputEqualsTheReferenceLibrary() {
    List<Vector> vectors = vectors();
    byte[] bytes = reference(3, longest(vectors), 5);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment segment = copy(arena, bytes);

      for (Vector vector : vectors) {
        if (vector.length() > 128) {
          long ofArray = Xxh3Long.hash(bytes, 3, vector.length(), vector.seed());
          long ofSegment = Xxh3Long.hash(segment, 3, vector.length(), vector.seed());
          assertThat(ofArray).as("%s", vector).isEqualTo(vector.hash()).isEqualTo(ofSegment);
        }
      }
    }
  }

  @Test
  void vectorFormOfLongInputAgreesWithItsTwin() {
    assumeTrue(Kernels.usesWideVectors());
    Random random = new Random(SEED);
    for (int run = 0; run < Extent.runs(4_000); run++) {
      int offset = random.nextInt(64);
      int length = 241 + (run < 200 ? run : random.nextInt(1 << random.nextInt(2, 15)));
      byte[] bytes = new byte[offset + length];
      random.nextBytes(bytes);
      long seed = run % 3 == 0 ? 0 : random.nextLong();
      try (Arena arena = Arena.ofConfined()) {
        // Nothing lies behind the input, so that a load too far would throw.
        MemorySegment segment = copy(arena, bytes);
        long expected = Xxh3Long.hash(bytes, offset, length, seed);
        if (VectorXxh3.hash(bytes, offset, length, seed) != expected
            || VectorXxh3.hash(segment, offset, length, seed) != expected) {
          fail("length %d at offset %d, seed %x", length, offset, seed);
        }
      }
    }
  }

  @Test
  void hashesEachOfManyKeysAsItHashesOne() {
    Random random = new Random(SEED);
    for (int keyBytes = 0; keyBytes <= 40; keyBytes++) {
      for (int count = 0; count <= 20; count++) {
        for (int offset : new int[] {0, 1, 8}) {
          byte[] bytes = new byte[offset + keyBytes * count];
          random.nextBytes(bytes);
          long[] hashes = new long[count];
          try (Arena arena = Arena.ofConfined()) {
            Xxh3.hashEach(copy(arena, bytes), offset, keyBytes, count * PRIME64, hashes);
          }
          for (int i = 0; i < count; i++) {
            assertThat(hashes[i])
                .as("key %d of %d of %d bytes at %d", i, count, keyBytes, offset)
                .isEqualTo(Xxh3.hash(bytes, offset + i * keyBytes, keyBytes, count * PRIME64));
          }
        }
      }
    }
  }

  @Test
  void readsNothingBeyondItsInput() {
    for (int length = 0; length <= 300; length++) {
      byte[] bytes = reference(0, length, 0);
      try (Arena arena = Arena.ofConfined()) {
        // Any load outside the input would throw, since nothing lies outside it.
        long ofSegment = Xxh3.hash(copy(arena, bytes), 0, length, length);

        assertThat(Xxh3.hash(bytes, 0, length, length))
            .as("length %d", length)
            .isEqualTo(ofSegment);
      }
    }
  }

  @Test
  void dependsOnNothingAroundItsInput() {
    byte[] original = reference(0, 300, 0);
    for (int offset = 0; offset < 64; offset++) {
      byte[] bytes = new byte[offset + original.length + 9];
      for (int length = 0; length <= original.length; length++) {
        System.arraycopy(original, 0, bytes, offset, length);
        if (Xxh3.hash(bytes, offset, length, PRIME64) != Xxh3.hash(original, 0, length, PRIME64)) {
          fail("length %d at offset %d", length, offset);
        }
      }
    }
  }

  @Test
  void refusesInputOutsideItsHolder() {
    byte[] bytes = new byte[20];
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment segment = arena.allocate(20);

      assertThatThrownBy(() -> Xxh3.hash(bytes, 5, 16, 0))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> Xxh3.hash(bytes, 5, -1, 0))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> Xxh3.hash(segment, 5, 16, 0))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> Xxh3.hash(segment, 5, -1, 0))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> Xxh3.hashEach(segment, 0, 8, 0, new long[3]))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  private static MemorySegment copy(Arena arena, byte[] bytes) {
    return arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
  }

  /** The reference library's own test input, from {@code offset} on. */
  private static byte[] reference(int offset, int length, int slack) {
    byte[] bytes = new byte[offset + length + slack];
    long generator = PRIME32;
    for (int i = 0; i < length; i++) {
      bytes[offset + i] = (byte) (generator >>> 56);
      generator *= PRIME64;
    }
    return bytes;
  }

  private static int longest(List<Vector> vectors) {
    return vectors.stream().mapToInt(Vector::length).max().orElseThrow();
  }

  private static List<Vector> vectors() {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(Xxh3Test.class.getResourceAsStream("xxh3-64.txt")),
                UTF_8))) {
      Stream<String> lines = reader.lines().filter(line -> !line.startsWith("#"));
      return lines.map(Vector::parse).toList();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private record Vector(int length, long seed, long hash) {
    static Vector parse(String line) {
      String[] fields = line.split(" ");
      return new Vector(
          Integer.parseInt(fields[0]),
          Long.parseUnsignedLong(fields[1], 16),
          Long.parseUnsignedLong(fields[2], 16));
    }
  }
}
