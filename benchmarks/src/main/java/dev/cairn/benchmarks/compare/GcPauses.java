package dev.cairn.benchmarks.compare;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How often and how long the collector has stopped all threads since this was made. A collector's
 * concurrent cycles count as its bean counts them, by their pauses.
 */
final class GcPauses {
  private final String during;
  private final List<GarbageCollectorMXBean> collectors =
      ManagementFactory.getGarbageCollectorMXBeans();
  private final long countBefore = countSinceStart();
  private final long millisBefore = millisSinceStart();

  GcPauses(String during) {
    this.during = during;
  }

  void recordTo(Recorder recorder) {
    recorder.count("gc pauses, " + during, Scope.ANY, countSinceStart() - countBefore);
    long millis = millisSinceStart() - millisBefore;
    recorder.millis("gc paused for, " + during, Scope.ANY, TimeUnit.MILLISECONDS.toNanos(millis));
  }

  private long countSinceStart() {
    return collectors.stream().mapToLong(GarbageCollectorMXBean::getCollectionCount).sum();
  }

  private long millisSinceStart() {
    return collectors.stream().mapToLong(GarbageCollectorMXBean::getCollectionTime).sum();
  }
}
