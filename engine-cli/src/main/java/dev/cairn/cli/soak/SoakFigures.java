package dev.cairn.cli.soak;

import dev.cairn.StoreStats;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/** What happened since the last line, and all that was wrong. Any thread may add. */
final class SoakFigures {
  static final String HEAD =
      "minute    calls/s  reads p50 p99.9    max us  writes p50 p99.9    max us"
          + "    entries  heap MiB  off-heap      RSS     disk  errors\n";

  private static final int DIGITS = 2;
  private static final int SHOWN_ERRORS = 10;
  private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(10);
  private static final Path STATUS = Path.of("/proc/self/status");

  private final Recorder reads = new Recorder(LONGEST_NANOS, DIGITS);
  private final Recorder writes = new Recorder(LONGEST_NANOS, DIGITS);

  /** Guarded by itself. */
  private final List<String> errors = new ArrayList<>();

  // Of the thread that prints.
  private long errorCount;
  private long callCount;

  void addRead(long nanos) {
    reads.recordValue(Math.min(nanos, LONGEST_NANOS));
  }

  void addWrite(long nanos) {
    writes.recordValue(Math.min(nanos, LONGEST_NANOS));
  }

  void addError(String call, int key, int firstWrite, int lastWrite, byte @Nullable [] found) {
    addError(
        "%s: key %d has %s, expected what one of its writes %d to %d left"
            .formatted(
                call,
                key,
                found == null ? "no value" : "a wrong value of " + found.length + " bytes",
                firstWrite,
                lastWrite));
  }

  void addError(String error) {
    synchronized (errors) {
      errorCount++;
      if (errors.size() < SHOWN_ERRORS) {
        errors.add(error);
      }
    }
  }

  /** How much was wrong so far. */
  long errorCount() {
    synchronized (errors) {
      return errorCount;
    }
  }

  /** What was wrong and has not been shown; of much only the first. */
  List<String> newErrors() {
    synchronized (errors) {
      List<String> news = List.copyOf(errors);
      errors.clear();
      return news;
    }
  }

  /** How many calls were made up to the last line. */
  long callCount() {
    return callCount;
  }

  /** A line about the time since the last one. */
  String line(double minute, double seconds, StoreStats stats) {
    Histogram read = reads.getIntervalHistogram();
    Histogram written = writes.getIntervalHistogram();
    long calls = read.getTotalCount() + written.getTotalCount();
    callCount += calls;
    return String.format(
        Locale.ROOT,
        "%6.2f %,10.0f %10.1f %5.0f %,9.0f %11.1f %5.0f %,9.0f %,10d %,9d %,9d %8s %,8d %7d%n",
        minute,
        calls / seconds,
        micros(read, 50),
        micros(read, 99.9),
        micros(read, 100),
        micros(written, 50),
        micros(written, 99.9),
        micros(written, 100),
        stats.entryCount(),
        mebibytes(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed()),
        mebibytes(stats.memoryBytes()),
        residentMebibytes(),
        mebibytes(stats.diskBytes()),
        errorCount());
  }

  private static double micros(Histogram nanos, double percentile) {
    return nanos.getValueAtPercentile(percentile) / 1e3;
  }

  private static long mebibytes(long bytes) {
    return bytes >> 20;
  }

  /** What the system says that the process has in memory, mapped files too; Linux alone says it. */
  private static String residentMebibytes() {
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
          .map("%,d"::formatted)
          .findFirst()
          .orElse("-");
    } catch (IOException unknown) {
      return "-";
    }
  }
}
