package dev.cairn.internal.simd;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SortedHeadsTest {
  private static final long SEED = 20255;

  private final Random random = new Random(SEED);
  private final Arena arena = Arena.ofConfined();

  @AfterEach
  void close() {
    arena.close();
  }

  @Test
  void facadeCountsLesserHeadsOf4Bytes() {
    countsHeadsOf4Bytes(SortedHeads::countLess4);
  }

  @Test
  void scalarFormCountsLesserHeadsOf4Bytes() {
    countsHeadsOf4Bytes(ScalarHeads::countLess4);
  }

  @Test
  void vectorFormCountsLesserHeadsOf4Bytes() {
    assumeTrue(Kernels.usesVectors());

    countsHeadsOf4Bytes((heads, offset, count, head) ->
        count < VectorHeads.MIN_INTS
            ? ScalarHeads.countLess4(heads, offset, count, head)
            : VectorHeads.countLess4(heads, offset, count, head));
  }

  @Test
  void facadeCountsLesserHeadsOf8Bytes() {
    countsHeadsOf8Bytes(SortedHeads::countLess8);
  }

  @Test
  void countsLesserHeadsWhereverTheyAreExpected() {
    countsHeadsOf8Bytes((heads, offset, count, head) ->
        SortedHeads.countLess8(heads, offset, count, head, random.nextInt(count + 1)));
    countsHeadsOf8Bytes((heads, offset, count, head) -> {
      int exact = ScalarHeads.countLess8(heads, offset, count, head);
      int near = Math.clamp(exact + random.nextInt(-20, 21), 0, count);
      return SortedHeads.countLess8(heads, offset, count, head, near);
    });
  }

  @Test
  void scalarFormCountsLesserHeadsOf8Bytes() {
    countsHeadsOf8Bytes(ScalarHeads::countLess8);
  }

  @Test
  void vectorFormCountsLesserHeadsOf8Bytes() {
    assumeTrue(Kernels.usesVectors());

    countsHeadsOf8Bytes((heads, offset, count, head) ->
        count < VectorHeads.MIN_LONGS
            ? ScalarHeads.countLess8(heads, offset, count, head)
            : VectorHeads.countLess8(heads, offset, count, head));
  }

  @Test
  void refusesHeadsOutsideTheSegment() {
    for (int count : new int[] {1, 7, 8, 16, 40}) {
      MemorySegment ints = arena.allocate(4L * count - 1);
      MemorySegment longs = arena.allocate(8L * count - 1);

      assertThatThrownBy(() -> SortedHeads.countLess4(ints, 0, count, -1))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> SortedHeads.countLess8(longs, 0, count, -1))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> SortedHeads.countLess8(longs, 0, count, -1, count))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  private void countsHeadsOf4Bytes(Search4 search) {
    countsHeads(
        Integer.BYTES,
        (heads, offset, count, head) ->
            search.countLess(heads, offset, count, (int) (head >>> Integer.SIZE)));
  }

  private void countsHeadsOf8Bytes(Search8 search) {
    countsHeads(Long.BYTES, search);
  }

  /**
   * Every short count at every offset, then random larger ones, of heads that are spread widely or
   * narrowly, with both signs. Heads of four bytes are the upper halves.
   */
  private void countsHeads(int headBytes, Search8 search) {
    for (int count : Extent.lengths()) {
      long[] sorted = sortedHeads(count);
      for (int offset : Extent.offsets()) {
        tryHeads(headBytes, search, sorted, offset, 6);
      }
      tryEachHead(headBytes, search, sorted);
    }
    for (int run = 0; run < Extent.runs(50); run++) {
      tryHeads(headBytes, search, sortedHeads(random.nextInt(20_000)), run, 200);
    }
  }

  private void tryHeads(int headBytes, Search8 search, long[] sorted, int offset, int tries) {
    try (Arena own = Arena.ofConfined()) {
      MemorySegment heads = lay(own, headBytes, sorted, offset);
      for (int i = 0; i < tries; i++) {
        long near = sorted.length == 0 ? 0 : sorted[random.nextInt(sorted.length)];
        long head =
            switch (random.nextInt(4)) {
              case 0 -> random.nextLong();
              case 1 -> near + 1;
              case 2 -> near - 1;
              default -> near;
            };
        expect(headBytes, search, heads, offset, sorted, head);
      }
      expect(headBytes, search, heads, offset, sorted, 0);
      expect(headBytes, search, heads, offset, sorted, -1);
      expect(headBytes, search, heads, offset, sorted, Long.MIN_VALUE);
    }
  }

  private void tryEachHead(int headBytes, Search8 search, long[] sorted) {
    try (Arena own = Arena.ofConfined()) {
      MemorySegment heads = lay(own, headBytes, sorted, 0);
      for (long head : sorted) {
        expect(headBytes, search, heads, 0, sorted, head);
        expect(headBytes, search, heads, 0, sorted, head + (1L << Integer.SIZE));
      }
    }
  }

  private static void expect(
      int headBytes, Search8 search, MemorySegment heads, long offset, long[] sorted, long head) {
    int count = search.countLess(heads, offset, sorted.length, head);
    int shift = Long.SIZE - headBytes * Byte.SIZE;
    int expected = 0;
    while (expected < sorted.length
        && Long.compareUnsigned(sorted[expected] >>> shift, head >>> shift) < 0) {
      expected++;
    }
    if (count != expected) {
      fail(
          "%x among %d at offset %d: %d, expected %d, seed %d",
          head >>> shift, sorted.length, offset, count, expected, SEED);
    }
  }

  /** Nothing lies behind the heads, so that a load too far would throw. */
  private static MemorySegment lay(Arena arena, int headBytes, long[] sorted, int offset) {
    MemorySegment heads = arena.allocate(offset + (long) sorted.length * headBytes);
    for (int i = 0; i < sorted.length; i++) {
      if (headBytes == Long.BYTES) {
        heads.set(ValueLayout.JAVA_LONG_UNALIGNED, offset + 8L * i, sorted[i]);
      } else {
        int head = (int) (sorted[i] >>> Integer.SIZE);
        heads.set(ValueLayout.JAVA_INT_UNALIGNED, offset + 4L * i, head);
      }
    }
    return heads;
  }

  private long[] sortedHeads(int count) {
    int unusedBits = random.nextInt(4) * 10;
    long base = random.nextInt(3) == 0 ? 0 : random.nextLong();
    return random
        .longs(count)
        .map(head -> (head >>> unusedBits) + base)
        .map(head -> head ^ Long.MIN_VALUE)
        .sorted()
        .map(head -> head ^ Long.MIN_VALUE)
        .toArray();
  }

  private interface Search4 {
    int countLess(MemorySegment heads, long offset, int count, int head);
  }

  private interface Search8 {
    int countLess(MemorySegment heads, long offset, int count, long head);
  }
}
