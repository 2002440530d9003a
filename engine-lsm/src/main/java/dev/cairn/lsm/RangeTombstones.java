package dev.cairn.lsm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Ranges of removed keys. Immutable.
 *
 * <p>They are in runs, the newest first: each removal of a run is newer than each of the runs
 * behind it. Where one removal after another is added, runs are merged as digits carry in a binary
 * counter, so that an addition costs little however many there are, and a look-up asks as many runs
 * as their number has digits.
 */
final class RangeTombstones {
  static final RangeTombstones NONE = new RangeTombstones(List.of());

  /** That nothing covers a key. */
  static final long UNCOVERED = -1;

  /**
   * A piece of the key space, which knows the sequence of each removal that covers it.
   *
   * @param from its smallest key
   * @param to the key above it, or null if it has no end
   * @param sequences of the removals, the newest first
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Fragment(byte[] from, byte @Nullable [] to, long[] sequences) {
    Fragment between(byte[] newFrom, byte @Nullable [] newTo) {
      return new Fragment(newFrom, newTo, sequences);
    }
  }

  private final List<TombstoneRun> newestFirst;
  private final long heapBytes;

  // Of all runs together, once somebody has asked.
  private volatile @Nullable List<Fragment> fragments;

  private RangeTombstones(List<TombstoneRun> newestFirst) {
    this.newestFirst = List.copyOf(newestFirst);
    this.heapBytes = newestFirst.stream().mapToLong(TombstoneRun::heapBytes).sum();
  }

  /** From fragments that are in order and do not overlap. */
  static RangeTombstones ofSorted(List<Fragment> fragments) {
    return fragments.isEmpty()
        ? NONE
        : new RangeTombstones(List.of(new TombstoneRun(fragments, fragments.size())));
  }

  /** From any number of ranges that may overlap. */
  static RangeTombstones of(List<Fragment> ranges) {
    if (ranges.isEmpty()) {
      return NONE;
    }
    TreeSet<byte[]> cuts = new TreeSet<>(Arrays::compareUnsigned);
    for (Fragment range : ranges) {
      cuts.add(range.from);
      if (range.to != null) {
        cuts.add(range.to);
      }
    }
    List<Fragment> waiting = new ArrayList<>(ranges);
    waiting.sort((a, b) -> Arrays.compareUnsigned(b.from, a.from)); // The first is the last.
    List<Fragment> open = new ArrayList<>();
    List<Fragment> fragments = new ArrayList<>();
    for (byte[] from : cuts) {
      open.removeIf(range -> !TombstoneRun.isBefore(from, range.to));
      while (!waiting.isEmpty() && Arrays.equals(waiting.getLast().from, from)) {
        open.add(waiting.removeLast());
      }
      if (!open.isEmpty()) {
        fragments.add(new Fragment(from, cuts.higher(from), sequencesOf(open)));
      }
    }
    return ofSorted(fragments);
  }

  private static long[] sequencesOf(List<Fragment> ranges) {
    long[] sequences =
        ranges.stream()
            .flatMapToLong(range -> Arrays.stream(range.sequences))
            .distinct()
            .sorted()
            .toArray();
    reverse(sequences);
    return sequences;
  }

  private static void reverse(long[] numbers) {
    for (int i = 0, j = numbers.length - 1; i < j; i++, j--) {
      long number = numbers[i];
      numbers[i] = numbers[j];
      numbers[j] = number;
    }
  }

  /** The union of several, of any age. */
  static RangeTombstones merge(List<RangeTombstones> parts) {
    List<RangeTombstones> some = parts.stream().filter(part -> !part.isEmpty()).toList();
    return switch (some.size()) {
      case 0 -> NONE;
      case 1 -> some.getFirst();
      default -> of(some.stream().flatMap(part -> part.fragments().stream()).toList());
    };
  }

  /** The union of several, each of them newer than those behind it; costs nearly nothing. */
  static RangeTombstones stack(List<RangeTombstones> newestFirst) {
    List<TombstoneRun> runs = new ArrayList<>();
    newestFirst.forEach(part -> runs.addAll(part.newestFirst));
    return runs.isEmpty() ? NONE : new RangeTombstones(runs);
  }

  /** With one more, which is the newest. */
  RangeTombstones with(byte[] from, byte @Nullable [] to, long sequence) {
    TombstoneRun newest =
        new TombstoneRun(List.of(new Fragment(from, to, new long[] {sequence})), 1);
    int merged = 0;
    while (merged < newestFirst.size() && newestFirst.get(merged).removals() <= newest.removals()) {
      newest = newest.over(newestFirst.get(merged));
      merged++;
    }
    List<TombstoneRun> runs = new ArrayList<>(newestFirst.size() + 1);
    runs.add(newest);
    runs.addAll(newestFirst.subList(merged, newestFirst.size()));
    return new RangeTombstones(runs);
  }

  boolean isEmpty() {
    return newestFirst.isEmpty();
  }

  /** What they take of the heap, about. */
  long heapBytes() {
    return heapBytes;
  }

  /** All of them, in key order and cut so that none overlaps another. */
  List<Fragment> fragments() {
    List<Fragment> all = fragments;
    if (all == null) {
      TombstoneRun merged = new TombstoneRun(List.of(), 0);
      for (TombstoneRun run : newestFirst) { // The newest are the smallest.
        merged = merged.over(run);
      }
      all = merged.fragments();
      fragments = all;
    }
    return all;
  }

  /** What covers a part of the key space, cut to it. */
  RangeTombstones within(byte[] from, byte @Nullable [] to) {
    if (isEmpty()) {
      return this;
    }
    List<Fragment> inside = new ArrayList<>();
    for (Fragment fragment : fragments()) {
      byte[] newFrom = Arrays.compareUnsigned(fragment.from, from) < 0 ? from : fragment.from;
      byte @Nullable [] newTo = TombstoneRun.least(fragment.to, to);
      if (TombstoneRun.isBefore(newFrom, newTo)) {
        inside.add(fragment.between(newFrom, newTo));
      }
    }
    return ofSorted(inside);
  }

  /**
   * The newest removal of a key that is older than a sequence.
   *
   * @return its sequence, or {@link #UNCOVERED}
   */
  long cover(byte[] key, int keyBytes, long before) {
    for (int i = 0; i < newestFirst.size(); i++) {
      long sequence = newestFirst.get(i).cover(key, keyBytes, before);
      if (sequence != UNCOVERED) {
        return sequence;
      }
    }
    return UNCOVERED;
  }

  /**
   * The oldest removal of a key that is newer than a sequence.
   *
   * @return its sequence, or {@link #UNCOVERED}
   */
  long coverAfter(byte[] key, int keyBytes, long after) {
    for (int i = newestFirst.size() - 1; i >= 0; i--) {
      long sequence = newestFirst.get(i).coverAfter(key, keyBytes, after);
      if (sequence != UNCOVERED) {
        return sequence;
      }
    }
    return UNCOVERED;
  }
}
