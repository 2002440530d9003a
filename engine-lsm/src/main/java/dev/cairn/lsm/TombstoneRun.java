package dev.cairn.lsm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fragments of removed ranges, in key order, none of which overlaps another. Immutable. */
final class TombstoneRun {
  // Of a fragment and its keys on the heap, beside the bytes of the keys.
  private static final int FRAGMENT_BYTES = 100;

  private final List<RangeTombstones.Fragment> fragments;
  private final long removals;
  private final long heapBytes;

  /**
   * Makes a run.
   *
   * @param removals how many ranges it was made of
   */
  TombstoneRun(List<RangeTombstones.Fragment> fragments, long removals) {
    this.fragments = List.copyOf(fragments);
    this.removals = removals;
    this.heapBytes = this.fragments.stream().mapToLong(TombstoneRun::bytes).sum();
  }

  private static long bytes(RangeTombstones.Fragment fragment) {
    return FRAGMENT_BYTES
        + fragment.from().length
        + (long) fragment.sequences().length * Long.BYTES;
  }

  List<RangeTombstones.Fragment> fragments() {
    return fragments;
  }

  long removals() {
    return removals;
  }

  /** What it takes of the heap, about. */
  long heapBytes() {
    return heapBytes;
  }

  /** Together with an older run: each of its removals is newer than each of the other's. */
  TombstoneRun over(TombstoneRun older) {
    List<RangeTombstones.Fragment> result =
        new ArrayList<>(fragments.size() + older.fragments.size());
    Rest mine = new Rest(fragments);
    Rest other = new Rest(older.fragments);
    while (!mine.isEmpty() && !other.isEmpty()) {
      int order = Arrays.compareUnsigned(mine.from(), other.from());
      if (order < 0) {
        result.add(mine.take(other.from()));
      } else if (order > 0) {
        result.add(other.take(mine.from()));
      } else {
        byte @Nullable [] to = least(mine.to(), other.to());
        RangeTombstones.Fragment newer = mine.take(to);
        result.add(
            new RangeTombstones.Fragment(
                newer.from(), to, concatenated(newer.sequences(), other.take(to).sequences())));
      }
    }
    for (Rest rest = mine.isEmpty() ? other : mine; !rest.isEmpty(); ) {
      result.add(rest.take(null));
    }
    return new TombstoneRun(result, removals + older.removals);
  }

  /** What of a run has not been taken yet. */
  private static final class Rest {
    private final List<RangeTombstones.Fragment> fragments;
    private int next;
    private byte[] from = {};

    Rest(List<RangeTombstones.Fragment> fragments) {
      this.fragments = fragments;
      begin();
    }

    private void begin() {
      if (!isEmpty()) {
        from = fragments.get(next).from();
      }
    }

    boolean isEmpty() {
      return next == fragments.size();
    }

    byte[] from() {
      return from;
    }

    byte @Nullable [] to() {
      return fragments.get(next).to();
    }

    /** Takes the next fragment, or what of it lies below a key. */
    RangeTombstones.Fragment take(byte @Nullable [] end) {
      RangeTombstones.Fragment fragment = fragments.get(next);
      if (end == null || (fragment.to() != null && !isBefore(end, fragment.to()))) {
        RangeTombstones.Fragment taken = fragment.between(from, fragment.to());
        next++;
        begin();
        return taken;
      }
      RangeTombstones.Fragment taken = fragment.between(from, end);
      from = end;
      return taken;
    }
  }

  private static long[] concatenated(long[] newer, long[] older) {
    long[] all = Arrays.copyOf(newer, newer.length + older.length);
    System.arraycopy(older, 0, all, newer.length, older.length);
    return all;
  }

  /** Whether a key is below an end that may be open. */
  static boolean isBefore(byte[] key, byte @Nullable [] end) {
    return end == null || Arrays.compareUnsigned(key, end) < 0;
  }

  /** The smaller of two ends that may be open. */
  static byte @Nullable [] least(byte @Nullable [] a, byte @Nullable [] b) {
    if (a == null) {
      return b;
    }
    return b == null || Arrays.compareUnsigned(a, b) < 0 ? a : b;
  }

  /** The newest removal of a key that is older than a sequence, or none. */
  long cover(byte[] key, int keyBytes, long before) {
    RangeTombstones.Fragment fragment = fragmentOf(key, keyBytes);
    if (fragment != null) {
      for (long sequence : fragment.sequences()) {
        if (sequence < before) {
          return sequence;
        }
      }
    }
    return RangeTombstones.UNCOVERED;
  }

  /** The oldest removal of a key that is newer than a sequence, or none. */
  long coverAfter(byte[] key, int keyBytes, long after) {
    RangeTombstones.Fragment fragment = fragmentOf(key, keyBytes);
    long oldest = RangeTombstones.UNCOVERED;
    if (fragment != null) {
      for (long sequence : fragment.sequences()) {
        if (sequence > after) {
          oldest = sequence;
        }
      }
    }
    return oldest;
  }

  private RangeTombstones.@Nullable Fragment fragmentOf(byte[] key, int keyBytes) {
    int low = 0;
    int high = fragments.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (compare(fragments.get(middle).from(), key, keyBytes) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    if (low == 0) {
      return null;
    }
    RangeTombstones.Fragment fragment = fragments.get(low - 1);
    return fragment.to() == null || compare(fragment.to(), key, keyBytes) > 0 ? fragment : null;
  }

  private static int compare(byte[] a, byte[] key, int keyBytes) {
    return Arrays.compareUnsigned(a, 0, a.length, key, 0, keyBytes);
  }
}
