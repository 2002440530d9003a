package dev.cairn.lsm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Which entries must be kept when tables are written anew. It is shown all entries in their order.
 *
 * <p>The readers cut the sequences into stripes: two entries in one stripe are seen by the same
 * readers, so of a key's entries in a stripe only the newest counts. An entry that a range removes
 * goes if the removal is in its stripe. A removal itself goes if it is in the oldest stripe, which
 * all readers see whole, and nothing lies below that it could hide.
 */
final class VersionFilter {
  private final long[] readers;
  private final RangeTombstones tombstones;
  private final BiPredicate<byte[], byte @Nullable []> liesBelow;
  private final boolean isBottom;

  private byte[] lastKey = new byte[64];
  private int lastKeyBytes = -1;
  private int lastStripe;
  private long replacedCount;

  /**
   * Makes a filter.
   *
   * @param readers the sequences that readers stand at, oldest first
   * @param tombstones the removed ranges among the input
   * @param liesBelow whether anything older than the input may have keys of a range
   * @param isBottom whether nothing older can have any key of the input
   */
  VersionFilter(
      long[] readers,
      RangeTombstones tombstones,
      BiPredicate<byte[], byte @Nullable []> liesBelow,
      boolean isBottom) {
    this.readers = readers;
    this.tombstones = tombstones;
    this.liesBelow = liesBelow;
    this.isBottom = isBottom;
  }

  private int stripe(long sequence) {
    int stripe = readers.length;
    while (stripe > 0 && readers[stripe - 1] > sequence) {
      stripe--;
    }
    return stripe;
  }

  /** Whether the next entry must be kept. */
  boolean keeps(byte[] key, int keyBytes, long sequence, boolean delete) {
    int stripe = stripe(sequence);
    boolean sameKey =
        lastKeyBytes >= 0 && Arrays.equals(key, 0, keyBytes, lastKey, 0, lastKeyBytes);
    if (sameKey && stripe == lastStripe) {
      return false;
    }
    if (!sameKey) {
      remember(key, keyBytes);
    }
    lastStripe = stripe;
    if (!tombstones.isEmpty()) {
      long cover = tombstones.coverAfter(key, keyBytes, sequence);
      if (cover != RangeTombstones.UNCOVERED && stripe(cover) == stripe) {
        return false;
      }
    }
    if (delete && stripe == 0) {
      return !isBottom && liesBelow(key, keyBytes);
    }
    replacedCount += sameKey ? 1 : 0;
    return true;
  }

  /** How many entries were kept though there is a newer one, because a reader is between them. */
  long replacedCount() {
    return replacedCount;
  }

  private boolean liesBelow(byte[] key, int keyBytes) {
    return liesBelow.test(Arrays.copyOf(key, keyBytes), TableEntry.successor(key, keyBytes));
  }

  private void remember(byte[] key, int keyBytes) {
    if (lastKey.length < keyBytes) {
      lastKey = new byte[Math.max(keyBytes, lastKey.length * 2)];
    }
    System.arraycopy(key, 0, lastKey, 0, keyBytes);
    lastKeyBytes = keyBytes;
  }

  /**
   * What an entry's sequence may be from now on: 0 if all readers see it and nothing tells it from
   * an older one.
   */
  long sequenceToKeep(long sequence) {
    return isBottom && tombstones.isEmpty() && stripe(sequence) == 0 ? 0 : sequence;
  }

  /** The removed ranges that must be kept. */
  RangeTombstones tombstonesToKeep() {
    List<RangeTombstones.Fragment> kept = new ArrayList<>();
    for (RangeTombstones.Fragment fragment : tombstones.fragments()) {
      boolean hides = !isBottom && liesBelow.test(fragment.from(), fragment.to());
      long[] sequences = new long[fragment.sequences().length];
      int count = 0;
      int newerStripe = -1;
      for (long sequence : fragment.sequences()) {
        int stripe = stripe(sequence);
        if (stripe != newerStripe && (stripe > 0 || hides)) {
          sequences[count++] = sequence;
        }
        newerStripe = stripe;
      }
      if (count > 0) {
        kept.add(
            new RangeTombstones.Fragment(
                fragment.from(), fragment.to(), Arrays.copyOf(sequences, count)));
      }
    }
    return RangeTombstones.ofSorted(kept);
  }
}
