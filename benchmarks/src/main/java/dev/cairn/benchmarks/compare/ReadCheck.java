package dev.cairn.benchmarks.compare;

import dev.cairn.benchmarks.store.ReadCount;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Whether a store's own count of the bytes it read agrees with the system's count of bytes in calls
 * that read, both since the same moment. The system may count more, by what the JVM reads for
 * itself; and by any number, if the store counts a part of its reads. It never counts less.
 */
final class ReadCheck {
  /** Headers, filters and the like, which one side counts and the other does not. */
  private static final double TOLERANCE = 0.05;

  /** Classes that are loaded meanwhile, and what the system tells about the process. */
  private static final long OTHER_BYTES = 16L << 20;

  private static final double BYTES_PER_MEGABYTE = 1e6;

  private ReadCheck() {}

  /**
   * Says how they disagree.
   *
   * @param counted by the store, if it counts
   * @param called by the system, if it tells
   */
  static Optional<String> disagreement(Optional<ReadCount> counted, OptionalLong called) {
    if (counted.isEmpty() || called.isEmpty()) {
      return Optional.empty();
    }
    long bytes = counted.get().bytes();
    boolean isTooLittle = called.getAsLong() < bytes * (1 - TOLERANCE);
    boolean isTooMuch =
        counted.get().coverage() == ReadCount.Coverage.ALL
            && called.getAsLong() > bytes * (1 + TOLERANCE) + OTHER_BYTES;
    if (!isTooLittle && !isTooMuch) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "the store counts %,.1f MB read, the system %,.1f MB in all calls",
            bytes / BYTES_PER_MEGABYTE,
            called.getAsLong() / BYTES_PER_MEGABYTE));
  }
}
