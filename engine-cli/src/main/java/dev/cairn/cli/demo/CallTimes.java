package dev.cairn.cli.demo;

import dev.cairn.cli.session.Figures;
import org.HdrHistogram.Histogram;

/**
 * How long calls of a store took, and how many pairs they were about. The time between calls, in
 * which the source is read, does not count.
 */
final class CallTimes {
  private static final int HISTOGRAM_DIGITS = 3;
  private static final double PERCENTILE = 99;

  private final Histogram nanos = new Histogram(HISTOGRAM_DIGITS);
  private long totalNanos;
  private long pairCount;

  void add(long startNanos, long pairs) {
    long elapsedNanos = System.nanoTime() - startNanos;
    nanos.recordValue(elapsedNanos);
    totalNanos += elapsedNanos;
    pairCount += pairs;
  }

  long pairCount() {
    return pairCount;
  }

  long pairsPerSecond() {
    return Figures.perSecond(pairCount, totalNanos);
  }

  long percentile99Nanos() {
    return nanos.getValueAtPercentile(PERCENTILE);
  }
}
