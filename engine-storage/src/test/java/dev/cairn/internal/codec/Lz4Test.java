package dev.cairn.internal.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.testkit.RandomizedTest;
import dev.cairn.testkit.Seed;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;
import java.util.SplittableRandom;
import net.jpountz.lz4.LZ4Factory;
import org.junit.jupiter.api.Test;

/** What was compressed comes back, and nothing makes the decompressor leave its target. */
class Lz4Test {
  private static final int MAX_BYTES = 9_000;
  private static final LZ4Factory LZ4_JAVA = LZ4Factory.safeInstance();

  @RandomizedTest(runs = 300)
  void whatWasCompressedComesBack(Seed seed) {
    SplittableRandom random = seed.random();
    byte[] bytes = bytes(random);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment source = arena.allocate(bytes.length + 1L);
      MemorySegment.copy(bytes, 0, source, ValueLayout.JAVA_BYTE, 0, bytes.length);
      MemorySegment compressed = arena.allocate(2L * MAX_BYTES);
      int length =
          new Lz4Compressor().compress(source, 0, bytes.length, compressed, 3, MAX_BYTES * 2 - 3);

      MemorySegment restored = arena.allocate(bytes.length + 20L);
      boolean done = Lz4Decompressor.decompress(compressed, 3, length, restored, 9, bytes.length);

      assertThat(length).isPositive();
      assertThat(done).isTrue();
      assertThat(restored.asSlice(9, bytes.length).toArray(ValueLayout.JAVA_BYTE)).isEqualTo(bytes);
      assertThat(restored.asSlice(9L + bytes.length).toArray(ValueLayout.JAVA_BYTE))
          .containsOnly(0);
    }
  }

  @RandomizedTest(runs = 300)
  void damagedBytesAreRefusedOrRestoredToOthersOfTheSameLength(Seed seed) {
    SplittableRandom random = seed.random();
    byte[] bytes = bytes(random);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment source = arena.allocate(bytes.length + 1L);
      MemorySegment.copy(bytes, 0, source, ValueLayout.JAVA_BYTE, 0, bytes.length);
      MemorySegment compressed = arena.allocate(2L * MAX_BYTES);
      int length =
          new Lz4Compressor().compress(source, 0, bytes.length, compressed, 0, 2 * MAX_BYTES);
      for (int i = random.nextInt(5); i >= 0; i--) {
        compressed.set(ValueLayout.JAVA_BYTE, random.nextInt(length), (byte) random.nextInt(256));
      }
      MemorySegment restored = arena.allocate(bytes.length + 8L);

      var _ = Lz4Decompressor.decompress(compressed, 0, length, restored, 0, bytes.length);

      assertThat(restored.asSlice(bytes.length).toArray(ValueLayout.JAVA_BYTE)).containsOnly(0);
    }
  }

  @RandomizedTest(runs = 300)
  void lz4JavaRestoresWhatWasCompressedHere(Seed seed) {
    byte[] bytes = bytes(seed.random());
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment source = arena.allocate(bytes.length + 1L);
      MemorySegment.copy(bytes, 0, source, ValueLayout.JAVA_BYTE, 0, bytes.length);
      MemorySegment target = arena.allocate(2L * MAX_BYTES);
      int length = new Lz4Compressor().compress(source, 0, bytes.length, target, 0, 2 * MAX_BYTES);
      byte[] compressed = target.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);

      byte[] restored = new byte[bytes.length];
      int used = LZ4_JAVA.fastDecompressor().decompress(compressed, restored);

      assertThat(used).isEqualTo(length);
      assertThat(restored).isEqualTo(bytes);
    }
  }

  @RandomizedTest(runs = 300)
  void whatLz4JavaCompressedIsRestoredHere(Seed seed) {
    SplittableRandom random = seed.random();
    byte[] bytes = bytes(random);
    byte[] compressed =
        (random.nextBoolean() ? LZ4_JAVA.fastCompressor() : LZ4_JAVA.highCompressor())
            .compress(bytes);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment source = arena.allocate(compressed.length);
      MemorySegment.copy(compressed, 0, source, ValueLayout.JAVA_BYTE, 0, compressed.length);
      MemorySegment restored = arena.allocate(bytes.length + 1L);

      boolean done =
          Lz4Decompressor.decompress(source, 0, compressed.length, restored, 0, bytes.length);

      assertThat(done).isTrue();
      assertThat(restored.asSlice(0, bytes.length).toArray(ValueLayout.JAVA_BYTE)).isEqualTo(bytes);
    }
  }

  @Test
  void aLimitThatIsTooSmallIsKept() {
    byte[] noise = new byte[4_096];
    new SplittableRandom(1).nextBytes(noise);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment source = arena.allocate(noise.length);
      MemorySegment.copy(noise, 0, source, ValueLayout.JAVA_BYTE, 0, noise.length);
      MemorySegment target = arena.allocate(3_584);

      assertThat(new Lz4Compressor().compress(source, 0, noise.length, target, 0, 3_584))
          .isEqualTo(-1);
    }
  }

  /** A literal, a match that overlaps itself, and the literals that end a block. */
  @Test
  void aBlockOfTheFormatIsRestored() {
    byte[] block = HexFormat.of().parseHex("1a61010050" + "6263646566");
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment source = arena.allocate(block.length);
      MemorySegment.copy(block, 0, source, ValueLayout.JAVA_BYTE, 0, block.length);
      MemorySegment target = arena.allocate(20);

      assertThat(Lz4Decompressor.decompress(source, 0, block.length, target, 0, 20)).isTrue();

      assertThat(new String(target.toArray(ValueLayout.JAVA_BYTE), US_ASCII))
          .isEqualTo("a".repeat(15) + "bcdef");
    }
  }

  private static byte[] bytes(SplittableRandom random) {
    byte[] bytes = new byte[random.nextInt(MAX_BYTES)];
    int letters = 1 + random.nextInt(random.nextBoolean() ? 4 : 256);
    for (int at = 0; at < bytes.length; ) {
      int run = Math.min(1 + random.nextInt(60), bytes.length - at);
      if (at > 0 && random.nextBoolean()) {
        int from = random.nextInt(at);
        for (int i = 0; i < run; i++) {
          bytes[at + i] = bytes[from + i];
        }
      } else {
        for (int i = 0; i < run; i++) {
          bytes[at + i] = (byte) random.nextInt(letters);
        }
      }
      at += run;
    }
    return bytes;
  }
}
