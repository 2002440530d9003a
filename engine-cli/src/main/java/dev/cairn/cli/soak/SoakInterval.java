package dev.cairn.cli.soak;

import dev.cairn.StoreStats;
import java.util.OptionalLong;
import org.HdrHistogram.Histogram;

/**
 * What happened between two lines.
 *
 * @param elapsedNanos from the beginning of the soak to the end of the interval
 * @param nanos how long it took
 * @param reads how long each reading call took, in nanoseconds
 * @param writes the same of calls that write
 * @param stats the store's figures at the end
 * @param heapBytes heap in use at the end
 * @param residentBytes what the system says that the process has in memory, if it says so
 * @param errorCount what was wrong since the beginning
 */
record SoakInterval(
    long elapsedNanos,
    long nanos,
    Histogram reads,
    Histogram writes,
    StoreStats stats,
    long heapBytes,
    OptionalLong residentBytes,
    long errorCount) {

  long callCount() {
    return reads.getTotalCount() + writes.getTotalCount();
  }
}
