package dev.cairn.benchmarks.compare;

import org.HdrHistogram.Histogram;

/** Says what was measured on standard output, where the parent JVM reads it. */
final class Recorder {
  private static final double PAIRS_PER_KILO = 1e3;
  private static final double NANOS_PER_MICRO = 1e3;
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double BYTES_PER_MEGABYTE = 1e6;

  void figure(String name, Unit unit, Scope scope, double value) {
    System.out.println(new Figure(name, unit, scope, value).toLine());
  }

  void count(String name, Scope scope, long count) {
    figure(name, Unit.COUNT, scope, (double) count);
  }

  void rate(String name, Scope scope, double pairsPerSecond) {
    figure(name, Unit.KILO_PER_SECOND, scope, pairsPerSecond / PAIRS_PER_KILO);
  }

  void millis(String name, Scope scope, long nanos) {
    figure(name, Unit.MILLIS, scope, nanos / NANOS_PER_MILLI);
  }

  void megabytes(String name, Scope scope, long bytes) {
    figure(name, Unit.MEGABYTES, scope, bytes / BYTES_PER_MEGABYTE);
  }

  void percentiles(String name, Scope scope, Histogram nanos) {
    micros(name + " p50", scope, nanos.getValueAtPercentile(50));
    micros(name + " p99", scope, nanos.getValueAtPercentile(99));
    micros(name + " p99.9", scope, nanos.getValueAtPercentile(99.9));
    micros(name + " max", scope, nanos.getMaxValue());
  }

  private void micros(String name, Scope scope, long nanos) {
    figure(name, Unit.MICROS, scope, nanos / NANOS_PER_MICRO);
  }
}
