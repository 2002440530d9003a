package dev.cairn.internal.simd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Input whose length does not fit an int. */
class LargeInputNightly {
  private static final long LENGTH = (1L << 31) + 12_345;
  private static final long OFFSET = 5;

  private final Arena arena = Arena.ofConfined();
  private MemorySegment a;
  private MemorySegment b;

  @BeforeEach
  void map(@TempDir Path directory) throws IOException {
    // Zeros that take no room, and changes that stay with each mapping.
    try (FileChannel channel =
        FileChannel.open(
            directory.resolve("sparse"),
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.SPARSE)) {
      channel.write(ByteBuffer.allocate(1), OFFSET + LENGTH - 1);
      a = channel.map(MapMode.PRIVATE, 0, OFFSET + LENGTH, arena);
      b = channel.map(MapMode.PRIVATE, 0, OFFSET + LENGTH, arena);
    }
    for (long position = 0; position < LENGTH; position += 99_999_989) {
      a.set(ValueLayout.JAVA_BYTE, OFFSET + position, (byte) position);
      b.set(ValueLayout.JAVA_BYTE, OFFSET + position, (byte) position);
    }
  }

  @AfterEach
  void close() {
    arena.close();
  }

  @Test
  void hashOfLongInputIsThatOfTheScalarForm() {
    assertThat(Xxh3.hash(a, OFFSET, LENGTH, 3)).isEqualTo(Xxh3Long.hash(a, OFFSET, LENGTH, 3));
    long before = Xxh64.hash(a, OFFSET, LENGTH, 3);
    a.set(ValueLayout.JAVA_BYTE, OFFSET + LENGTH - 40, (byte) 1);
    assertThat(Xxh64.hash(a, OFFSET, LENGTH, 3)).isNotEqualTo(before);
  }

  @Test
  void checksumOfLongInputIsThatOfItsParts() {
    int first = Crc32c.of(a, OFFSET, 1_000);

    assertThat(Crc32c.of(a, OFFSET, LENGTH))
        .isEqualTo(Crc32c.update(first, a, OFFSET + 1_000, LENGTH - 1_000));
  }

  @Test
  void differenceInLongInputIsFound() {
    assertThat(Bytes.mismatch(a, OFFSET, b, OFFSET, LENGTH)).isEqualTo(-1);
    b.set(ValueLayout.JAVA_BYTE, OFFSET + LENGTH - 9, (byte) 1);
    assertThat(Bytes.mismatch(a, OFFSET, b, OFFSET, LENGTH)).isEqualTo(LENGTH - 9);
    assertThat(Bytes.compare(a, OFFSET, LENGTH, b, OFFSET, LENGTH)).isNegative();
  }
}
