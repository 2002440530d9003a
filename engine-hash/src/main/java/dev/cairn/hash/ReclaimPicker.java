package dev.cairn.hash;

import dev.cairn.internal.log.LogSegment;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
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

  private static final double STOP_FRACTION = 0.30;
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
   */
  static @Nullable LogSegment pick(List<LogSegment> segments) {
    Sums sums = Sums.of(segments);
    Stream<LogSegment> sealed = segments.stream().filter(LogSegment::isSealed);
    if (sums.isFullOfTombstones()) {
      return sealed.findFirst().orElse(null);
    }
    if (sums.dead <= sums.bytes * STOP_FRACTION) {
      return null;
    }
    return sealed
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
