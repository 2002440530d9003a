package dev.cairn.lsm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.cairn.testkit.RandomizedTest;
import dev.cairn.testkit.Seed;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Fragments answer as the ranges that they were made of. */
class RangeTombstonesTest {
  private static final int KEYS = 20;

  @RandomizedTest(runs = 60)
  void fragmentsCoverWhatTheRangesCover(Seed seed) {
    SplittableRandom random = seed.random();
    List<RangeTombstones.Fragment> ranges = new ArrayList<>();
    RangeTombstones oneByOne = RangeTombstones.NONE;
    for (int sequence = 1; sequence <= 12; sequence++) {
      int from = random.nextInt(KEYS);
      byte @Nullable [] to =
          random.nextInt(6) == 0 ? null : key(from + 1 + random.nextInt(KEYS - from));
      ranges.add(new RangeTombstones.Fragment(key(from), to, new long[] {sequence}));
      oneByOne = oneByOne.with(key(from), to, sequence);
    }

    requireSame(ranges, oneByOne);
    requireSame(ranges, RangeTombstones.ofSorted(oneByOne.fragments()));
    requireSame(ranges, RangeTombstones.of(ranges));
    requireSame(
        ranges,
        RangeTombstones.merge(
            List.of(
                RangeTombstones.of(ranges.subList(0, 5)),
                RangeTombstones.of(ranges.subList(5, 12)))));
    for (int i = 1; i < oneByOne.fragments().size(); i++) {
      byte[] end = oneByOne.fragments().get(i - 1).to();
      assertThat(end).isNotNull();
      assertThat(Arrays.compareUnsigned(end, oneByOne.fragments().get(i).from()))
          .isLessThanOrEqualTo(0);
    }
  }

  @RandomizedTest(runs = 30)
  void aPartCoversWhatTheWholeCoversThere(Seed seed) {
    SplittableRandom random = seed.random();
    RangeTombstones whole = RangeTombstones.NONE;
    for (int sequence = 1; sequence <= 5; sequence++) {
      int from = random.nextInt(KEYS);
      whole = whole.with(key(from), key(from + 1 + random.nextInt(5)), sequence);
    }
    int low = random.nextInt(KEYS);
    int high = low + random.nextInt(KEYS);

    RangeTombstones part = whole.within(key(low), key(high));

    for (int i = 0; i < KEYS + 5; i++) {
      byte[] key = key(i);
      long expected =
          i >= low && i < high
              ? whole.cover(key, key.length, Long.MAX_VALUE)
              : RangeTombstones.UNCOVERED;
      assertThat(part.cover(key, key.length, Long.MAX_VALUE)).as("key %s", i).isEqualTo(expected);
    }
  }

  @Test
  void addingOneToManyCostsLittle() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();

    RangeTombstones many = RangeTombstones.NONE;
    for (int i = 0; i < 20_000; i++) {
      many = many.with(key(2 * i), key(2 * i + 1), i + 1);
    }

    // With all of them copied each time it would be a gigabyte and more.
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(200L << 20);
    assertThat(many.fragments()).hasSize(20_000);
    assertThat(many.cover(key(2 * 7_000), 9, Long.MAX_VALUE)).isEqualTo(7_001);
    assertThat(many.cover(key(2 * 7_000 + 1), 9, Long.MAX_VALUE))
        .isEqualTo(RangeTombstones.UNCOVERED);
  }

  @RandomizedTest(runs = 30)
  void aStackCoversWhatItsPartsCover(Seed seed) {
    SplittableRandom random = seed.random();
    List<RangeTombstones.Fragment> ranges = new ArrayList<>();
    List<RangeTombstones> newestFirst = new ArrayList<>();
    for (int sequence = 1; sequence <= 12; ) {
      RangeTombstones part = RangeTombstones.NONE;
      for (int i = random.nextInt(5); i > 0 && sequence <= 12; i--) {
        int from = random.nextInt(KEYS);
        byte[] to = key(from + 1 + random.nextInt(KEYS - from));
        ranges.add(new RangeTombstones.Fragment(key(from), to, new long[] {sequence}));
        part = part.with(key(from), to, sequence++);
      }
      newestFirst.addFirst(part);
    }

    RangeTombstones stack = RangeTombstones.stack(newestFirst);

    requireSame(ranges, stack);
    requireSame(ranges, RangeTombstones.ofSorted(stack.fragments()));
  }

  private static void requireSame(
      List<RangeTombstones.Fragment> ranges, RangeTombstones tombstones) {
    for (int i = 0; i < KEYS; i++) {
      byte[] key = key(i);
      for (long sequence = 0; sequence < 14; sequence++) {
        assertThat(tombstones.cover(key, key.length, sequence))
            .as("key %s before %s", i, sequence)
            .isEqualTo(newestBefore(ranges, key, sequence));
        assertThat(tombstones.coverAfter(key, key.length, sequence))
            .as("key %s after %s", i, sequence)
            .isEqualTo(oldestAfter(ranges, key, sequence));
      }
    }
  }

  private static long newestBefore(
      List<RangeTombstones.Fragment> ranges, byte[] key, long sequence) {
    return ranges.stream()
        .filter(range -> contains(range, key) && range.sequences()[0] < sequence)
        .mapToLong(range -> range.sequences()[0])
        .max()
        .orElse(RangeTombstones.UNCOVERED);
  }

  private static long oldestAfter(
      List<RangeTombstones.Fragment> ranges, byte[] key, long sequence) {
    return ranges.stream()
        .filter(range -> contains(range, key) && range.sequences()[0] > sequence)
        .mapToLong(range -> range.sequences()[0])
        .min()
        .orElse(RangeTombstones.UNCOVERED);
  }

  private static boolean contains(RangeTombstones.Fragment range, byte[] key) {
    byte[] to = range.to();
    return Arrays.compareUnsigned(range.from(), key) <= 0
        && (to == null || Arrays.compareUnsigned(key, to) < 0);
  }

  private static byte[] key(int i) {
    return String.format("key %05d", i).getBytes(UTF_8);
  }
}
