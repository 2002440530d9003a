package dev.cairn.internal.simd;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class Crc32cTest {
  private static final long SEED = 20251;

  @Test
  void givesThePublishedCheckValue() {
    byte[] digits = "123456789".getBytes(US_ASCII);

    assertThat(Crc32c.of(digits, 0, digits.length)).isEqualTo(0xe3069283);
    assertThat(Crc32c.of(digits, 0, 0)).isZero();
  }

  @Test
  void agreesOnArraysAndSegmentsAtEveryLengthAndOffset() {
    byte[] bytes = random(400);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment segment = arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);

      for (int offset : Extent.offsets()) {
        for (int length : Extent.lengths()) {
          int expected = expected(bytes, offset, length);
          if (Crc32c.of(bytes, offset, length) != expected
              || Crc32c.of(segment, offset, length) != expected) {
            fail("length %d at offset %d, seed %d", length, offset, SEED);
          }
        }
      }
    }
  }

  @Test
  void continuesAChecksumAtEverySplit() {
    byte[] bytes = random(70);
    int whole = expected(bytes, 0, bytes.length);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment segment = arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);

      for (int first = 0; first <= bytes.length; first++) {
        for (int second = first; second <= bytes.length; second++) {
          int rest = bytes.length - second;
          int crc = Crc32c.of(bytes, 0, first);
          int ofArray = Crc32c.update(crc, bytes, first, second - first);
          int ofSegment = Crc32c.update(crc, segment, first, second - first);
          if (ofArray != ofSegment
              || Crc32c.update(ofArray, bytes, second, rest) != whole
              || Crc32c.update(ofSegment, segment, second, rest) != whole) {
            fail("split at %d and %d, seed %d", first, second, SEED);
          }
        }
      }
    }
  }

  @Test
  void takesInputOfSeveralParts() {
    byte[] bytes = random((3 << 20) + 17);
    int expected = expected(bytes, 3, bytes.length - 3);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment segment = arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);

      assertThat(Crc32c.of(bytes, 3, bytes.length - 3)).isEqualTo(expected);
      assertThat(Crc32c.of(segment, 3, bytes.length - 3)).isEqualTo(expected);
    }
  }

  @Test
  void refusesInputOutsideItsHolder() {
    byte[] bytes = new byte[20];
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment segment = arena.allocate(20);

      assertThatThrownBy(() -> Crc32c.of(bytes, 5, 16))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> Crc32c.of(segment, 5, 16))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> Crc32c.update(1, bytes, 5, -1))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> Crc32c.update(1, segment, 5, -1))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(SEED).nextBytes(bytes);
    return bytes;
  }

  private static int expected(byte[] bytes, int offset, int length) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, offset, length);
    return (int) checksum.getValue();
  }
}
