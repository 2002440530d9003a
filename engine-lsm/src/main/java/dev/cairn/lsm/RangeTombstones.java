package dev.cairn.lsm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Ranges of removed keys, cut into fragments that do not overlap. Immutable.
 *
 * <p>A fragment knows the sequence of each removal that covers it, the newest first. An entry is
 * removed by those that are newer than itself.
 */
final class RangeTombstones {
  static final RangeTombstones NONE = new RangeTombstones(List.of());

  /** That nothing covers a key. */
  static final long UNCOVERED = -1;

  /**
   * A piece of the key space.
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

  private final List<Fragment> fragments;

  private RangeTombstones(List<Fragment> fragments) {
    this.fragments = fragments;
  }

  /** From fragments that are in order and do not overlap. */
  static RangeTombstones ofSorted(List<Fragment> fragments) {
    return fragments.isEmpty() ? NONE : new RangeTombstones(List.copyOf(fragments));
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
      open.removeIf(range -> !isBefore(from, range.to));
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

  /** The union of several. */
  static RangeTombstones merge(List<RangeTombstones> parts) {
    List<RangeTombstones> some = parts.stream().filter(part -> !part.isEmpty()).toList();
    return switch (some.size()) {
      case 0 -> NONE;
      case 1 -> some.getFirst();
      default -> of(some.stream().flatMap(part -> part.fragments.stream()).toList());
    };
  }

  /** With one more, which is the newest. */
  RangeTombstones with(byte[] from, byte @Nullable [] to, long sequence) {
    Fragment added = new Fragment(from, to, new long[] {sequence});
    List<Fragment> result = new ArrayList<>(fragments.size() + 2);
    byte @Nullable [] open = from; // Where of the new range nothing has been put yet.
    for (Fragment old : fragments) {
      if (open == null || !isBefore(open, old.to)) {
        result.add(old); // Wholly before what is left, or nothing is left.
        continue;
      }
      if (to != null && Arrays.compareUnsigned(to, old.from) <= 0) {
        result.add(added.between(open, to));
        open = null;
        result.add(old);
        continue;
      }
      byte[] sharedFrom = old.from;
      if (Arrays.compareUnsigned(open, old.from) < 0) {
        result.add(added.between(open, old.from));
      } else if (Arrays.compareUnsigned(old.from, open) < 0) {
        result.add(old.between(old.from, open));
        sharedFrom = open;
      }
      byte @Nullable [] sharedTo = least(to, old.to);
      result.add(new Fragment(sharedFrom, sharedTo, prepend(sequence, old.sequences)));
      if (sharedTo != null && isBefore(sharedTo, old.to)) {
        result.add(old.between(sharedTo, old.to));
      }
      open = sharedTo == null || !isBefore(sharedTo, to) ? null : sharedTo;
    }
    if (open != null) {
      result.add(added.between(open, to));
    }
    return new RangeTombstones(List.copyOf(result));
  }

  /** Whether a key is below an end that may be open. */
  private static boolean isBefore(byte[] key, byte @Nullable [] end) {
    return end == null || Arrays.compareUnsigned(key, end) < 0;
  }

  private static byte @Nullable [] least(byte @Nullable [] a, byte @Nullable [] b) {
    if (a == null) {
      return b;
    }
    return b == null || Arrays.compareUnsigned(a, b) < 0 ? a : b;
  }

  private static long[] prepend(long first, long[] others) {
    long[] all = new long[others.length + 1];
    all[0] = first;
    System.arraycopy(others, 0, all, 1, others.length);
    return all;
  }

  boolean isEmpty() {
    return fragments.isEmpty();
  }

  List<Fragment> fragments() {
    return fragments;
  }

  /** What covers a part of the key space, cut to it. */
  RangeTombstones within(byte[] from, byte @Nullable [] to) {
    if (isEmpty()) {
      return this;
    }
    List<Fragment> inside = new ArrayList<>();
    for (Fragment fragment : fragments) {
      byte[] newFrom = Arrays.compareUnsigned(fragment.from, from) < 0 ? from : fragment.from;
      byte @Nullable [] newTo = least(fragment.to, to);
      if (newTo == null || Arrays.compareUnsigned(newFrom, newTo) < 0) {
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
    Fragment fragment = fragmentOf(key, keyBytes);
    if (fragment != null) {
      for (long sequence : fragment.sequences) {
        if (sequence < before) {
          return sequence;
        }
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
    Fragment fragment = fragmentOf(key, keyBytes);
    long oldest = UNCOVERED;
    if (fragment != null) {
      for (long sequence : fragment.sequences) {
        if (sequence > after) {
          oldest = sequence;
        }
      }
    }
    return oldest;
  }

  private @Nullable Fragment fragmentOf(byte[] key, int keyBytes) {
    if (fragments.isEmpty()) {
      return null;
    }
    int low = 0;
    int high = fragments.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (compare(fragments.get(middle).from, key, keyBytes) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    if (low == 0) {
      return null;
    }
    Fragment fragment = fragments.get(low - 1);
    return fragment.to == null || compare(fragment.to, key, keyBytes) > 0 ? fragment : null;
  }

  private static int compare(byte[] a, byte[] key, int keyBytes) {
    return Arrays.compareUnsigned(a, 0, a.length, key, 0, keyBytes);
  }
}
