package dev.cairn.benchmarks.compare;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Whether a store's own count of the bytes it wrote agrees with the system's count of bytes in
 * calls that write, both since the same moment.
 *
 * <p>The store counts what it writes to pages or tables when that is done; the system counts it
 * while it is done, and the log besides: its records where they are written by calls, or the zeros
 * that a segment begins with where they are copied to a mapping. So the system may count more, by
 * what the log took, but never less.
 */
final class WriteCheck {
  /** Headers and the like, which one side counts and the other does not. */
  private static final double TOLERANCE = 0.05;

  /** What a log takes for a pair beside key and value, at most. */
  private static final int LOG_BYTES_BESIDE_CONTENT = 40;

  /** Segments of a log that are not full, or prepared for what comes next. */
  private static final long PREPARED_BYTES = 64L << 20;

  private static final double BYTES_PER_MEGABYTE = 1e6;

  private WriteCheck() {}

  /**
   * Says how they disagree.
   *
   * @param counted by the store, if it counts
   * @param called by the system, if it tells
   * @param traffic what was asked of the store
   */
  static Optional<String> disagreement(OptionalLong counted, OptionalLong called, Traffic traffic) {
    if (counted.isEmpty() || called.isEmpty()) {
      return Optional.empty();
    }
    double least = counted.getAsLong() * (1 - TOLERANCE);
    double most =
        counted.getAsLong() * (1 + TOLERANCE)
            + traffic.writtenBytes()
            + (double) LOG_BYTES_BESIDE_CONTENT * traffic.writtenPairs()
            + PREPARED_BYTES;
    if (called.getAsLong() >= least && called.getAsLong() <= most) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "the store counts %,.1f MB written beside its log, the system %,.1f MB in all calls,"
                + " expected %,.1f to %,.1f",
            counted.getAsLong() / BYTES_PER_MEGABYTE,
            called.getAsLong() / BYTES_PER_MEGABYTE,
            least / BYTES_PER_MEGABYTE,
            most / BYTES_PER_MEGABYTE));
  }
}
