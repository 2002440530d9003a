package dev.cairn.internal.simd;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * As {@link AllocationTest}, in a JVM whose own code has seen segments of every class before, and
 * with kernels that are given both classes that engines have. It is a class of its own because it
 * spoils the JVM for others.
 */
class MixedSegmentsAllocationTest {
  private static final int BYTES = 4096;
  private static final int CALLS_PER_ROUND = 5_000;
  private static final int MAX_ROUNDS = 20_000;

  /** As in {@link AllocationTest}. */
  private static final int JDK_CHECKSUM_BYTES = 160;

  private static final int CALLS_BEFORE = 20_000;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @TempDir static Path directory;

  private static MemorySegment unmapped = MemorySegment.NULL;
  private static MemorySegment mapped = MemorySegment.NULL;
  private static long sink;

  private final byte[] array = new byte[BYTES];

  @BeforeAll
  static void useSegmentsOfEveryClass() throws IOException {
    unmapped = Arena.global().allocate(BYTES);
    mapped = map(directory.resolve("mapped"));
    List<MemorySegment> ofBytes = List.of(unmapped, mapped, MemorySegment.ofArray(new byte[BYTES]));
    List<MemorySegment> ofOthers =
        List.of(
            MemorySegment.ofArray(new int[BYTES / Integer.BYTES]),
            MemorySegment.ofArray(new long[BYTES / Long.BYTES]));
    for (int i = 0; i < CALLS_BEFORE; i++) {
      for (MemorySegment segment : ofBytes) {
        use(segment, i & 255);
        CRC32C castagnoli = new CRC32C();
        castagnoli.update(segment.asSlice(i & 255, 64).asByteBuffer());
        CRC32 other = new CRC32();
        other.update(segment.asSlice(i & 255, 64).asByteBuffer());
        sink += castagnoli.getValue() + other.getValue();
      }
      for (MemorySegment segment : ofOthers) {
        use(segment, i & 255);
      }
    }
  }

  private static void use(MemorySegment segment, int offset) {
    sink += segment.get(ValueLayout.JAVA_LONG_UNALIGNED, offset);
    sink += segment.get(ValueLayout.JAVA_INT_UNALIGNED, offset);
    sink += segment.get(ValueLayout.JAVA_BYTE, offset);
    sink += MemorySegment.mismatch(segment, 0, 64, unmapped, offset, offset + 64L);
  }

  private static MemorySegment map(Path file) throws IOException {
    Files.write(file, new byte[BYTES]);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return channel.map(FileChannel.MapMode.READ_WRITE, 0, BYTES, Arena.global());
    }
  }

  @Test
  void checksumsAllocateNoMoreThanTheObjectsOfTheJdk() {
    allocatesAtMost(
        2 * JDK_CHECKSUM_BYTES,
        call -> {
          sink += Crc32c.of(segment(call), call & 255, call % 300);
          sink += Crc32.of(segment(call), call & 255, call % 300);
        });
  }

  @Test
  void aContinuedChecksumAllocatesNoMoreThanTheObjectsOfTheJdk() {
    allocatesAtMost(
        JDK_CHECKSUM_BYTES, call -> sink += Crc32c.update(call, unmapped, call & 255, call % 300));
  }

  @Test
  void comparisonsAllocateNothing() {
    allocatesNothing(call -> {
      int length = call % 300;
      sink += Bytes.compare(segment(call), 0, length, array, call & 255, length);
      sink += Bytes.mismatch(segment(call), 0, unmapped, call & 255, length);
    });
  }

  @Test
  void searchesAllocateNothing() {
    allocatesNothing(call -> {
      sink += TagGroups.match(segment(call), call & 255, (byte) call);
      sink += SortedHeads.countLess4(segment(call), call & 255, call % 100, call << 20);
      sink += SortedHeads.countLess8(segment(call), call & 255, call % 50, (long) call << 52);
      sink += SortedHeads.countLess8(segment(call), call & 255, call % 50, (long) call << 52, 25);
      sink += SplitBlockBloom.mightContain(segment(call), 0, 4, call * 0x9e3779b97f4a7c15L) ? 1 : 0;
    });
  }

  @Test
  void hashesAllocateNothing() {
    allocatesNothing(call -> sink += Xxh3.hash(segment(call), call & 255, call % 500, call));
  }

  private static MemorySegment segment(int call) {
    return (call & 1) == 0 ? unmapped : mapped;
  }

  private interface Call {
    void run(int call);
  }

  private static void allocatesNothing(Call kernel) {
    allocatesAtMost(0, kernel);
  }

  private static void allocatesAtMost(int bytesPerCall, Call kernel) {
    long most = (long) bytesPerCall * CALLS_PER_ROUND;
    long allocatedBytes = Long.MAX_VALUE;
    for (int round = 0; round < MAX_ROUNDS && allocatedBytes > most; round++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      for (int call = 0; call < CALLS_PER_ROUND; call++) {
        kernel.run(call);
      }
      allocatedBytes = THREADS.getCurrentThreadAllocatedBytes() - before;
    }
    assertThat(allocatedBytes).as("bytes in a round").isLessThanOrEqualTo(most);
  }
}
