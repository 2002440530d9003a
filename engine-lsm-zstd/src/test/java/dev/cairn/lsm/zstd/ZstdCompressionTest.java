package dev.cairn.lsm.zstd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import dev.cairn.lsm.Compression;
import dev.cairn.testkit.RandomizedTest;
import dev.cairn.testkit.Seed;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What was compressed comes back, and nothing makes the library leave its target. */
class ZstdCompressionTest {
  private static final int MAX_BYTES = 33_000;
  private static final int GUARD_BYTES = 64;

  private static byte[] bytes(SplittableRandom random) {
    byte[] bytes = new byte[random.nextInt(random.nextInt(1, MAX_BYTES))];
    int letters = random.nextInt(1, 256);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] =
          i > 100 && random.nextInt(4) != 0
              ? bytes[i - random.nextInt(1, 100)]
              : (byte) random.nextInt(letters);
    }
    return bytes;
  }

  private static MemorySegment copy(byte[] bytes, Arena arena) {
    return arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
  }

  private static int compress(Compression zstd, byte[] bytes, MemorySegment target) {
    try (Arena arena = Arena.ofConfined()) {
      return zstd.compress(copy(bytes, arena), target);
    }
  }

  @RandomizedTest(runs = 200)
  void whatWasCompressedComesBack(Seed seed) {
    SplittableRandom random = seed.random();
    byte[] bytes = bytes(random);
    Compression zstd = new ZstdCompression(random.nextInt(1, 10));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment compressed = arena.allocate(2L * MAX_BYTES);
      int length = compress(zstd, bytes, compressed);
      MemorySegment restored = arena.allocate(bytes.length);

      assertThat(zstd.decompress(compressed.asSlice(0, length), restored)).isTrue();
      assertThat(restored.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(bytes);
      assertThat(
              Zstd.decompress(
                  compressed.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE), bytes.length))
          .isEqualTo(bytes);
    }
  }

  @RandomizedTest(runs = 2_000)
  void damagedBytesAreRefusedOrRestoredToOthersOfTheSameLength(Seed seed) {
    SplittableRandom random = seed.random();
    byte[] bytes = bytes(random);
    Compression zstd = new ZstdCompression();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment compressed = arena.allocate(2L * MAX_BYTES);
      int length = compress(zstd, bytes, compressed);
      for (int i = random.nextInt(5); i >= 0; i--) {
        compressed.set(ValueLayout.JAVA_BYTE, random.nextInt(length), (byte) random.nextInt(256));
      }
      length -= random.nextInt(4) == 0 ? random.nextInt(length) : 0;
      MemorySegment around = arena.allocate(bytes.length + 2L * GUARD_BYTES).fill((byte) 7);

      try {
        var _ =
            zstd.decompress(
                compressed.asSlice(0, length), around.asSlice(GUARD_BYTES, bytes.length));
      } catch (ZstdException refused) {
        assertThat(refused).isNotNull();
      }

      assertThat(around.asSlice(0, GUARD_BYTES).toArray(ValueLayout.JAVA_BYTE)).containsOnly(7);
      assertThat(around.asSlice(GUARD_BYTES + (long) bytes.length).toArray(ValueLayout.JAVA_BYTE))
          .containsOnly(7);
    }
  }

  @Test
  void whatIsOfAnotherLengthIsRefused() {
    byte[] bytes = new byte[1_000];
    Compression zstd = new ZstdCompression();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment target = arena.allocate(500);
      MemorySegment compressed = target.asSlice(0, compress(zstd, bytes, target));

      assertThat(zstd.decompress(compressed, arena.allocate(1_001))).isFalse();
      assertThat(isRestored(zstd, compressed, arena.allocate(999))).isFalse();
      assertThat(isRestored(zstd, compressed, arena.allocate(0))).isFalse();
      assertThat(zstd.decompress(compressed, arena.allocate(1_000))).isTrue();
    }
  }

  private static boolean isRestored(
      Compression zstd, MemorySegment compressed, MemorySegment target) {
    try {
      return zstd.decompress(compressed, target);
    } catch (ZstdException refused) {
      return false;
    }
  }

  @Test
  void whatDoesNotFitIsLeftAsItWas() {
    byte[] noise = new byte[4_096];
    new SplittableRandom(1).nextBytes(noise);
    Compression zstd = new ZstdCompression();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment around = arena.allocate(3_584 + GUARD_BYTES);

      assertThat(compress(zstd, noise, around.asSlice(0, 3_584))).isEqualTo(-1);

      assertThat(around.asSlice(3_584).toArray(ValueLayout.JAVA_BYTE)).containsOnly(0);
      assertThat(compress(zstd, new byte[4_096], around.asSlice(0, 100))).isBetween(1, 100);
    }
  }

  @Test
  void threadsDoNotDisturbEachOther() throws Exception {
    Compression zstd = new ZstdCompression();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Callable<Boolean>> all = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        SplittableRandom random = new SplittableRandom(i);
        all.add(() -> {
          for (int j = 0; j < 50; j++) {
            requireRoundTrip(zstd, bytes(random));
          }
          return true;
        });
      }
      for (Future<Boolean> done : threads.invokeAll(all)) {
        assertThat(done.get()).isTrue();
      }
    }
  }

  private static void requireRoundTrip(Compression zstd, byte[] bytes) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment compressed = arena.allocate(2L * MAX_BYTES);
      int length = compress(zstd, bytes, compressed);
      MemorySegment restored = arena.allocate(bytes.length);

      assertThat(zstd.decompress(compressed.asSlice(0, length), restored)).isTrue();
      assertThat(restored.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(bytes);
    }
  }

  @Test
  void levelsAreChecked() {
    assertThat(new ZstdCompression()).isEqualTo(new ZstdCompression(3));
    assertThatIllegalArgumentException().isThrownBy(() -> new ZstdCompression(0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ZstdCompression(23))
        .withMessage("level 23: expected 1 to 22");
    assertThat(new ZstdCompression(22).level()).isEqualTo(Zstd.maxCompressionLevel());
  }
}
