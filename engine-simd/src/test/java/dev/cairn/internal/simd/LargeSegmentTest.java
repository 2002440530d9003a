package dev.cairn.internal.simd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kernels where an offset does not fit an int: on both sides of 2 GiB and across it. */
class LargeSegmentTest {
  private static final long SEED = 20260;
  private static final int BYTES = 4_096;
  private static final long BOUNDARY = 1L << 31;
  private static final long[] OFFSETS = {
    BOUNDARY - BYTES, BOUNDARY - BYTES / 2 + 3, BOUNDARY + 1, BOUNDARY + 3 * BYTES
  };

  private final Arena arena = Arena.ofConfined();
  private final byte[] bytes = new byte[BYTES];
  private MemorySegment small;
  private MemorySegment large;

  @BeforeEach
  @SuppressWarnings("restricted")
  void map(@TempDir Path directory) throws IOException {
    new Random(SEED).nextBytes(bytes);
    small = arena.allocate(BYTES);
    MemorySegment.copy(bytes, 0, small, ValueLayout.JAVA_BYTE, 0, BYTES);
    // A file of nothing but a size: only the pages that the tests touch are ever there.
    try (FileChannel channel =
        FileChannel.open(
            directory.resolve("sparse"),
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.SPARSE)) {
      long size = BOUNDARY + 4L * BYTES;
      // As a plain native segment: after slices of a second class of segments in this JVM, C2 no
      // longer removes those that Crc32c makes, which AllocationTest would notice.
      large = channel.map(MapMode.READ_WRITE, 0, size, arena).reinterpret(size, arena, null);
    }
  }

  @AfterEach
  void close() {
    arena.close();
  }

  @Test
  void hashesAndChecksums() {
    for (long offset : OFFSETS) {
      MemorySegment.copy(small, 0, large, offset, BYTES);
      for (int length : new int[] {0, 3, 16, 100, 240, 1_000, BYTES}) {
        assertThat(Xxh3.hash(large, offset, length, 7)).isEqualTo(Xxh3.hash(bytes, 0, length, 7));
        assertThat(Xxh64.hash(large, offset, length, 7)).isEqualTo(Xxh64.hash(bytes, 0, length, 7));
        assertThat(Fnv1a.hash32(large, offset, length)).isEqualTo(Fnv1a.hash32(bytes, 0, length));
        assertThat(Fnv1a.hash64(large, offset, length)).isEqualTo(Fnv1a.hash64(bytes, 0, length));
        assertThat(Crc32c.of(large, offset, length)).isEqualTo(Crc32c.of(bytes, 0, length));
        assertThat(Crc32.of(large, offset, length)).isEqualTo(Crc32.of(bytes, 0, length));
      }
    }
  }

  @Test
  void hashesOfManyKeys() {
    for (long offset : OFFSETS) {
      MemorySegment.copy(small, 0, large, offset, BYTES);
      long[] wide = new long[BYTES / 8];
      long[] expectedWide = new long[BYTES / 8];
      int[] narrow = new int[BYTES / 9];
      int[] expectedNarrow = new int[BYTES / 9];

      Xxh3.hashEach(large, offset, 8, 5, wide);
      Xxh3.hashEach(small, 0, 8, 5, expectedWide);
      Fnv1a.hashEach32(large, offset, 9, narrow);
      Fnv1a.hashEach32(small, 0, 9, expectedNarrow);

      assertThat(wide).isEqualTo(expectedWide);
      assertThat(narrow).isEqualTo(expectedNarrow);
    }
  }

  @Test
  void comparisonAndTagMatch() {
    for (long offset : OFFSETS) {
      MemorySegment.copy(small, 0, large, offset, BYTES);
      for (int length : new int[] {0, 3, 8, 16, 100, 1_000, BYTES}) {
        assertThat(Bytes.mismatch(large, offset, small, 0, length)).isEqualTo(-1);
        assertThat(Bytes.equal(large, offset, bytes, 0, length)).isTrue();
        assertThat(Bytes.compare(large, offset, length, bytes, 0, length)).isZero();
      }
      for (int i = 0; i + TagGroups.GROUP_BYTES <= BYTES; i++) {
        assertThat(TagGroups.match(large, offset + i, bytes[i + 5]))
            .isEqualTo(TagGroups.match(small, i, bytes[i + 5]));
      }
    }
  }

  @Test
  void matches() {
    for (long offset : OFFSETS) {
      MemorySegment.copy(small, 0, large, offset, BYTES);
      long later = offset + 1_000;

      Matches.copy(large, offset, later, 2_000, offset + BYTES);

      assertThat(Matches.commonBytes(large, offset, later, later + 2_000)).isEqualTo(2_000);
    }
  }

  @Test
  void bloomFilters() {
    Random random = new Random(SEED);
    int blocks = BYTES / SplitBlockBloom.BLOCK_BYTES;
    for (long offset : OFFSETS) {
      large.asSlice(offset, BYTES).fill((byte) 0);
      small.fill((byte) 0);
      for (long hash : random.longs(500).toArray()) {
        assertThat(SplitBlockBloom.mightContain(large, offset, blocks, hash))
            .isEqualTo(SplitBlockBloom.mightContain(small, 0, blocks, hash));
        SplitBlockBloom.add(large, offset, blocks, hash);
        SplitBlockBloom.add(small, 0, blocks, hash);
      }
      assertThat(large.asSlice(offset, BYTES).mismatch(small)).isEqualTo(-1);
    }
  }

  @Test
  void headSearch() {
    for (int i = 0; i < BYTES / Long.BYTES; i++) {
      small.setAtIndex(ValueLayout.JAVA_LONG, i, i * 0x0070_0000_0000_0000L);
    }
    for (long offset : OFFSETS) {
      MemorySegment.copy(small, 0, large, offset, BYTES);
      for (int i = 0; i < BYTES / Long.BYTES; i++) {
        assertThat(SortedHeads.countLess8(large, offset, 512, i * 0x0070_0000_0000_0000L))
            .isEqualTo(i);
      }
    }
    for (int i = 0; i < BYTES / Integer.BYTES; i++) {
      small.setAtIndex(ValueLayout.JAVA_INT, i, i * 0x003f_0000);
    }
    for (long offset : OFFSETS) {
      MemorySegment.copy(small, 0, large, offset, BYTES);
      for (int i = 0; i < BYTES / Integer.BYTES; i++) {
        assertThat(SortedHeads.countLess4(large, offset, 1_024, i * 0x003f_0000)).isEqualTo(i);
      }
    }
  }
}
