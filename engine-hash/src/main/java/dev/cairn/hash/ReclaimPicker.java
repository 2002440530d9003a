package dev.cairn.hash;

import dev.cairn.internal.log.LogSegment;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the segment to reclaim; pure.
 *
 * <p>The one of which the largest part is dead costs least to copy (Rosenblum and Ousterhout, "The
 * design and implementation of a log-structured file system", 1992, without their age term: a
 * key-value store has no notion of files that die together). Deletes are dropped only when nothing
 * older is left, so when they are many the oldest segment goes first, whatever it costs.
 */
final class ReclaimPicker {
  /** How much of the log may be dead before reclaim begins, and how little is left when it ends. */
  private static final double START_FRACTION = 0.40;

  static final double STOP_FRACTION = 0.30;

  /** How little is left when memory is short. */
  static final double URGENT_STOP_FRACTION = 0.05;

  private static final double TOMBSTONE_FRACTION = 0.10;

  private ReclaimPicker() {}

  /** Whether so much is worthless that reclaim should begin. */
  static boolean isWorthwhile(List<LogSegment> segments) {
    Sums sums = Sums.of(segments);
    return sums.dead > sums.bytes * START_FRACTION || sums.isFullOfTombstones();
  }

  /**
   * The segment to reclaim next, or null if reclaim has done enough.
   *
   * @param segments the segments of the log, oldest first
   * @param candidates those of them that may be chosen
   * @param deadFraction how much of the log may stay dead
   */
  static @Nullable LogSegment pick(
      List<LogSegment> segments, Set<LogSegment> candidates, double deadFraction) {
    Sums sums = Sums.of(segments);
    // While the oldest stays, no delete can be dropped, and to copy others would be in vain.
    if (sums.isFullOfTombstones() && candidates.contains(segments.getFirst())) {
      return segments.getFirst();
    }
    if (sums.dead <= sums.bytes * deadFraction) {
      return null;
    }
    return segments.stream()
        .filter(segment -> candidates.contains(segment) && segment.deadBytes().get() > 0)
        .max(Comparator.comparingDouble(s -> (double) s.deadBytes().get() / s.end()))
        .orElse(null);
  }

  private record Sums(long bytes, long dead, long tombstones) {
    static Sums of(List<LogSegment> segments) {
      long bytes = 0;
      long dead = 0;
      long tombstones = 0;
      for (LogSegment segment : segments) {
        if (segment.isSealed()) {
          bytes += segment.end();
          dead += segment.deadBytes().get();
          tombstones += segment.tombstoneBytes().get();
        }
      }
      return new Sums(bytes, dead, tombstones);
    }

    boolean isFullOfTombstones() {
      return tombstones > bytes * TOMBSTONE_FRACTION;
    }
  }
}
