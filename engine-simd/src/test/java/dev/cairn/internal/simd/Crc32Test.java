package dev.cairn.internal.simd;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Crc32Test {
  private static final long SEED = 20257;

  @Test
  void givesThePublishedCheckValue() {
    byte[] digits = "123456789".getBytes(US_ASCII);

    assertThat(Crc32.of(digits, 0, digits.length)).isEqualTo(0xcbf43926);
    assertThat(Crc32.of(digits, 0, 0)).isZero();
  }

  @Test
  void agreesWithTheDefinitionOnArraysAndSegmentsAtEveryLengthAndOffset() {
    byte[] bytes = random(400);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment segment = arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
      for (int offset : Extent.offsets()) {
        int register = -1;
        for (int length = 0; length <= 300; length++) {
          int expected = ~register;
          if (Crc32.of(bytes, offset, length) != expected
              || Crc32.of(segment, offset, length) != expected) {
            fail("length %d at offset %d, seed %d", length, offset, SEED);
          }
          register = step(register, bytes[offset + length]);
        }
      }
    }
  }

  @Test
  void takesInputOfSeveralParts() {
    byte[] bytes = random((2 << 20) + 17);
    int register = -1;
    for (int i = 3; i < bytes.length; i++) {
      register = step(register, bytes[i]);
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment segment = arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);

      assertThat(Crc32.of(bytes, 3, bytes.length - 3)).isEqualTo(~register);
      assertThat(Crc32.of(segment, 3, bytes.length - 3)).isEqualTo(~register);
    }
  }

  @Test
  void refusesInputOutsideItsHolder() {
    byte[] bytes = new byte[20];
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment segment = arena.allocate(20);

      assertThatThrownBy(() -> Crc32.of(bytes, 5, 16))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> Crc32.of(segment, 5, 16))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  /** One byte through the reflected polynomial, bit by bit. */
  private static int step(int register, byte input) {
    int next = register ^ (input & 0xff);
    for (int bit = 0; bit < Byte.SIZE; bit++) {
      next = (next >>> 1) ^ ((next & 1) == 0 ? 0 : 0xedb88320);
    }
    return next;
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(SEED).nextBytes(bytes);
    return bytes;
  }
}
