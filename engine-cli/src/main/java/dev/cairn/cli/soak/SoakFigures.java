package dev.cairn.cli.soak;

import dev.cairn.StoreStats;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/** What happened since the last interval, and all that was wrong. Any thread may add. */
final class SoakFigures {
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

  /** How many calls there were in all intervals. */
  long callCount() {
    return callCount;
  }

  /** What happened since the last interval, or since the beginning. */
  SoakInterval interval(long elapsedNanos, long nanos, StoreStats stats) {
    Histogram read = reads.getIntervalHistogram();
    Histogram written = writes.getIntervalHistogram();
    SoakInterval interval =
        new SoakInterval(
            elapsedNanos,
            nanos,
            read,
            written,
            stats,
            ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
            residentBytes(),
            errorCount());
    callCount += interval.callCount();
    return interval;
  }

  /** With mapped files; Linux alone says it. */
  private static OptionalLong residentBytes() {
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1_024)
          .findFirst();
    } catch (IOException unknown) {
      return OptionalLong.empty();
    }
  }
}
