package dev.cairn.cli.soak;

import dev.cairn.cli.session.Figures;
import dev.cairn.cli.session.Json;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** How a soak prints what happened. A line is printed when it is known, hours before the last. */
public enum SoakText {
  /** A head, a line for each interval, and a sentence. */
  TABLE {
    @Override
    String head() {
      return "minute    calls/s  reads p50 p99.9    max us  writes p50 p99.9    max us"
          + "    entries  heap MiB  off-heap      RSS     disk  errors\n";
    }

    @Override
    String line(SoakInterval interval) {
      Histogram reads = interval.reads();
      Histogram writes = interval.writes();
      return String.format(
          Locale.ROOT,
          "%6.2f %,10d %10.1f %5.0f %,9.0f %11.1f %5.0f %,9.0f %,10d %,9d %,9d %8s %,8d %7d%n",
          interval.elapsedNanos() / NANOS_PER_MINUTE,
          Figures.perSecond(interval.callCount(), interval.nanos()),
          micros(reads, 50),
          micros(reads, 99.9),
          micros(reads, 100),
          micros(writes, 50),
          micros(writes, 99.9),
          micros(writes, 100),
          interval.stats().entryCount(),
          mebibytes(interval.heapBytes()),
          mebibytes(interval.stats().memoryBytes()),
          interval.residentBytes().isEmpty()
              ? "-"
              : Figures.count(mebibytes(interval.residentBytes().getAsLong())),
          mebibytes(interval.stats().diskBytes()),
          interval.errorCount());
    }

    @Override
    String end(long elapsedNanos, long callCount, long roundCount, long errorCount) {
      return Figures.count(callCount)
          + " calls in "
          + Figures.count(roundCount)
          + " rounds, "
          + Figures.count(errorCount)
          + " errors\n";
    }
  },

  /** An object for each interval and one at the end, a line each. */
  JSON {
    @Override
    String head() {
      return "";
    }

    @Override
    String line(SoakInterval interval) {
      Map<String, Object> members = new LinkedHashMap<>();
      members.put("elapsedNanos", interval.elapsedNanos());
      members.put("callCount", interval.callCount());
      members.put("callsPerSecond", Figures.perSecond(interval.callCount(), interval.nanos()));
      calls(members, "read", interval.reads());
      calls(members, "write", interval.writes());
      members.put("entryCount", interval.stats().entryCount());
      members.put("heapBytes", interval.heapBytes());
      members.put("memoryBytes", interval.stats().memoryBytes());
      interval.residentBytes().ifPresent(bytes -> members.put("residentBytes", bytes));
      members.put("diskBytes", interval.stats().diskBytes());
      members.put("errorCount", interval.errorCount());
      return Json.of(members) + "\n";
    }

    private static void calls(Map<String, Object> members, String kind, Histogram nanos) {
      members.put(kind + "P50Nanos", nanos.getValueAtPercentile(50));
      members.put(kind + "P99.9Nanos", nanos.getValueAtPercentile(99.9));
      members.put(kind + "MaxNanos", nanos.getMaxValue());
    }

    @Override
    String end(long elapsedNanos, long callCount, long roundCount, long errorCount) {
      Map<String, Object> members = new LinkedHashMap<>();
      members.put("elapsedNanos", elapsedNanos);
      members.put("callCount", callCount);
      members.put("roundCount", roundCount);
      members.put("errorCount", errorCount);
      return Json.of(members) + "\n";
    }
  };

  private static final double NANOS_PER_MINUTE = 60e9;

  /** What stands above the lines. */
  abstract String head();

  /** A line about an interval. */
  abstract String line(SoakInterval interval);

  /** The last line, about the whole. */
  abstract String end(long elapsedNanos, long callCount, long roundCount, long errorCount);

  private static double micros(Histogram nanos, double percentile) {
    return nanos.getValueAtPercentile(percentile) / 1e3;
  }

  private static long mebibytes(long bytes) {
    return bytes >> 20;
  }
}
