package dev.cairn.internal.simd;

import static org.assertj.core.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Once compiled, no kernel may allocate: a vector that is boxed makes its kernel tens of times
 * slower, and this is how that shows without a clock.
 */
class AllocationTest {
  private static final int CALLS_PER_ROUND = 5_000;
  // Compilation happens in the background and may be late, but not by this many calls.
  private static final int MAX_ROUNDS = 20_000;

  /**
   * A checksum, a slice and a buffer of the JDK. The compiler leaves them out if it takes the JDK's
   * methods into the kernel, which depends on what it has compiled before.
   */
  private static final int JDK_CHECKSUM_BYTES = 160;

  private static final int MASK = 255;
  private static final int BYTES = 4 * (MASK + 1);

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Arena arena = Arena.ofConfined();
  private final MemorySegment a = arena.allocate(BYTES);
  private final MemorySegment b = arena.allocate(BYTES);
  private final byte[] array = new byte[BYTES];
  private long sink;

  @BeforeEach
  void fill() {
    for (int i = 0; i < array.length; i++) {
      array[i] = (byte) (i * 7);
    }
    MemorySegment.copy(array, 0, a, ValueLayout.JAVA_BYTE, 0, array.length);
    b.copyFrom(a);
  }

  @AfterEach
  void close() {
    arena.close();
  }

  @Test
  void tagMatchAllocatesNothing() {
    allocatesNothing(() -> {
      for (int i = 0; i < CALLS_PER_ROUND; i++) {
        sink += TagGroups.match(a, i & MASK, (byte) i);
        sink += TagGroups.matchWide(a, i & MASK, (byte) i);
      }
    });
  }

  @Test
  void hashesAllocateNothing() {
    allocatesNothing(() -> {
      for (int i = 0; i < CALLS_PER_ROUND; i++) {
        sink += Xxh3.hash(array, i & MASK, i % 300, i) + Xxh3.hash(a, i & MASK, i % 300, i);
      }
    });
  }

  @Test
  void hashesOfLongInputAllocateNothing() {
    allocatesNothing(() -> {
      for (int i = 0; i < CALLS_PER_ROUND; i++) {
        int length = 241 + i % 500;
        sink += Xxh3.hash(array, i & MASK, length, i) + Xxh3.hash(a, i & MASK, length, i);
      }
    });
  }

  @Test
  void otherHashesAllocateNothing() {
    allocatesNothing(() -> {
      for (int i = 0; i < CALLS_PER_ROUND; i++) {
        sink += Xxh64.hash(array, i & MASK, i % 300, i) + Xxh64.hash(a, i & MASK, i % 300, i);
        sink += Fnv1a.hash32(array, i & MASK, i % 30) + Fnv1a.hash32(a, i & MASK, i % 30);
        sink += Fnv1a.hash64(array, i & MASK, i % 30) + Fnv1a.hash64(a, i & MASK, i % 30);
      }
    });
  }

  @Test
  void hashesOfManyKeysAllocateNothing() {
    int[] narrow = new int[21];
    long[] wide = new long[21];
    allocatesNothing(() -> {
      for (int i = 0; i < CALLS_PER_ROUND / 10; i++) {
        Fnv1a.hashEach32(a, i & MASK, 4 + i % 16, narrow);
        Xxh3.hashEach(a, i & MASK, 8 + (i & 1), i, wide);
        sink += narrow[i % 21] + wide[i % 21];
      }
    });
  }

  @Test
  void checksumsAllocateNoMoreThanTheObjectsOfTheJdk() {
    allocatesAtMost(
        4 * JDK_CHECKSUM_BYTES,
        () -> {
          for (int i = 0; i < CALLS_PER_ROUND; i++) {
            sink += Crc32c.of(array, i & MASK, i % 300) + Crc32c.of(a, i & MASK, i % 300);
            sink += Crc32.of(array, i & MASK, i % 300) + Crc32.of(a, i & MASK, i % 300);
          }
        });
  }

  @Test
  void continuedChecksumsAllocateNoMoreThanTheObjectsOfTheJdk() {
    allocatesAtMost(
        2 * JDK_CHECKSUM_BYTES,
        () -> {
          for (int i = 0; i < CALLS_PER_ROUND; i++) {
            sink += Crc32c.update(i, array, i & MASK, i % 300);
            sink += Crc32c.update(i, a, i & MASK, i % 300);
          }
        });
  }

  @Test
  void comparisonOfSegmentsAllocatesNothing() {
    allocatesNothing(() -> {
      for (int i = 0; i < CALLS_PER_ROUND; i++) {
        int length = i % 300;
        sink += Bytes.compare(a, i & MASK, length, b, i & MASK, length);
        sink += Bytes.mismatch(a, i & MASK, b, (i + 1) & MASK, length);
        sink += Bytes.equal(a, i & MASK, b, i & MASK, length) ? 1 : 0;
      }
    });
  }

  @Test
  void comparisonWithAnArrayAllocatesNothing() {
    allocatesNothing(() -> {
      for (int i = 0; i < CALLS_PER_ROUND; i++) {
        int length = i % 300;
        sink += Bytes.compare(a, i & MASK, length, array, i & MASK, length);
        sink += Bytes.equal(a, i & MASK, array, i & MASK, length) ? 1 : 0;
      }
    });
  }

  @Test
  void bloomFiltersAllocateNothing() {
    allocatesNothing(() -> {
      for (int i = 0; i < CALLS_PER_ROUND; i++) {
        long hash = i * 0x9e3779b97f4a7c15L;
        SplitBlockBloom.add(a, i & MASK, 4, hash);
        sink += SplitBlockBloom.mightContain(a, i & MASK, 4, ~hash) ? 1 : 0;
      }
    });
  }

  @Test
  void headSearchAllocatesNothing() {
    allocatesNothing(() -> {
      for (int i = 0; i < CALLS_PER_ROUND; i++) {
        sink += SortedHeads.countLess4(a, i & MASK, i % 100, i << 20);
        sink += SortedHeads.countLess8(a, i & MASK, i % 50, (long) i << 52);
        sink += SortedHeads.countLess8(a, i & MASK, i % 50, (long) i << 52, i % 50);
      }
    });
  }

  @Test
  void matchesAllocateNothing() {
    allocatesNothing(() -> {
      for (int i = 0; i < CALLS_PER_ROUND; i++) {
        int back = 1 + (i & 31);
        sink += Matches.commonBytes(a, i & MASK, (i & MASK) + back, BYTES - i % 100);
        Matches.copy(b, i & MASK, (i & MASK) + back, i % 300, BYTES);
      }
    });
  }

  private static void allocatesNothing(Runnable round) {
    allocatesAtMost(0, round);
  }

  private static void allocatesAtMost(int bytesPerCall, Runnable round) {
    long allocatedBytes = Long.MAX_VALUE;
    for (int i = 0; i < MAX_ROUNDS; i++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      round.run();
      allocatedBytes = THREADS.getCurrentThreadAllocatedBytes() - before;
      if (allocatedBytes <= (long) bytesPerCall * CALLS_PER_ROUND) {
        return;
      }
    }
    fail("%d bytes in each round of %d calls", allocatedBytes, CALLS_PER_ROUND);
  }
}
