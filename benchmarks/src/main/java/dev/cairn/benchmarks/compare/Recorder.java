package dev.cairn.benchmarks.compare;

import dev.cairn.benchmarks.store.Footprint;
import dev.cairn.benchmarks.store.ReadCount;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Says what was measured on standard output, where the parent JVM reads it. */
final class Recorder {
  private static final double PAIRS_PER_KILO = 1e3;
  private static final double NANOS_PER_MICRO = 1e3;
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double BYTES_PER_MEGABYTE = 1e6;

  private final PrintStream out;

  Recorder(PrintStream out) {
    this.out = out;
  }

  /** A recorder of what nobody wants to know. */
  static Recorder mute() {
    return new Recorder(
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
  }

  private void figure(String name, Unit unit, Detail detail, Scope scope, double value) {
    out.println(new Figure(name, unit, detail, scope, value).toLine());
  }

  void count(String name, Scope scope, long count) {
    figure(name, Unit.COUNT, Detail.ALL, scope, (double) count);
  }

  void rate(String name, Scope scope, double countPerSecond) {
    figure(name, Unit.KILO_PER_SECOND, Detail.MAIN, scope, countPerSecond / PAIRS_PER_KILO);
  }

  void millis(String name, Scope scope, long nanos) {
    figure(name, Unit.MILLIS, Detail.ALL, scope, nanos / NANOS_PER_MILLI);
  }

  void mainMillis(String name, Scope scope, long nanos) {
    figure(name, Unit.MILLIS, Detail.MAIN, scope, nanos / NANOS_PER_MILLI);
  }

  void megabytes(String name, Detail detail, Scope scope, long bytes) {
    figure(name, Unit.MEGABYTES, detail, scope, bytes / BYTES_PER_MEGABYTE);
  }

  void amplification(String name, Scope scope, double times) {
    figure(name, Unit.AMPLIFICATION, Detail.ALL, scope, times);
  }

  void bytesPerPair(String name, Scope scope, double bytes) {
    figure(name, Unit.BYTES_PER_PAIR, Detail.ALL, scope, bytes);
  }

  void latencies(String name, Scope scope, Latencies latencies) {
    Histogram nanos = latencies.histogram();
    micros(name + " p50", Detail.ALL, scope, nanos.getValueAtPercentile(50));
    micros(name + " p99", Detail.MAIN, scope, nanos.getValueAtPercentile(99));
    micros(name + " p99.9", Detail.MAIN, scope, nanos.getValueAtPercentile(99.9));
    micros(name + " p99.99", Detail.ALL, scope, nanos.getValueAtPercentile(99.99));
    micros(name + " max", Detail.MAIN, scope, nanos.getMaxValue());
    out.println(new TimeLine(name, latencies.slots()).toLine());
    if (latencies.unbegunCount() > 0) {
      notice(
          String.format(
              Locale.ROOT,
              "%s cannot keep the rate: %,d of %,d operations had not begun after twice the time",
              name,
              latencies.unbegunCount(),
              nanos.getTotalCount()));
    }
  }

  private void micros(String name, Detail detail, Scope scope, long nanos) {
    figure(name, Unit.MICROS, detail, scope, nanos / NANOS_PER_MICRO);
  }

  /** What each pair cost on all cores together: of the store, its caller and the JVM. */
  void cpu(String name, Scope scope, long nanos, long pairs) {
    figure(name + " CPU a pair", Unit.MICROS, Detail.ALL, scope, nanos / NANOS_PER_MICRO / pairs);
  }

  /** What a workload cost the machine. */
  void use(String name, Scope scope, ProcessUse use, OptionalLong deviceWritten, Traffic traffic) {
    count(name + " gc pauses", scope, use.gcCount());
    millis(name + " gc paused for", scope, TimeUnit.MILLISECONDS.toNanos(use.gcMillis()));
    bytes(name + " device writes", scope, deviceWritten);
    bytes(name + " accounted writes", Scope.NONE, use.accountedWrittenBytes());
    bytes(name + " device reads", scope, use.deviceReadBytes());
    bytes(name + " writes by calls", scope, use.callWrittenBytes());
    bytes(name + " reads by calls", scope, use.callReadBytes());
    if (traffic.writtenBytes() > 0 && deviceWritten.isPresent()) {
      double written = deviceWritten.getAsLong();
      amplification(name + " write amplification", scope, written / traffic.writtenBytes());
    }
    if (traffic.readBytes() > 0 && use.deviceReadBytes().isPresent()) {
      double read = use.deviceReadBytes().getAsLong();
      amplification(name + " read amplification", scope, read / traffic.readBytes());
    }
  }

  /** What the store says it wrote, and a remark if the system does not agree. */
  void countedWrites(String name, OptionalLong counted, ProcessUse use, Traffic traffic) {
    bytes(name + " writes by the store's count", Scope.NONE, counted);
    WriteCheck.disagreement(counted, use.callWrittenBytes(), traffic).ifPresent(this::notice);
  }

  /** What the store says it read, and a remark if the system does not agree. */
  void countedReads(String name, Optional<ReadCount> counted, ProcessUse use) {
    counted.ifPresent(reads ->
        megabytes(name + " reads by the store's count", Detail.ALL, Scope.NONE, reads.bytes()));
    ReadCheck.disagreement(counted, use.callReadBytes()).ifPresent(this::notice);
  }

  /** What readers of the figures must know. */
  void notice(String text) {
    out.println(NoticeLine.toLine(text));
  }

  private void bytes(String name, Scope scope, OptionalLong bytes) {
    bytes.ifPresent(count -> megabytes(name, Detail.ALL, scope, count));
  }

  /** What the store itself counts; for the report's file only. */
  void details(Footprint footprint) {
    footprint
        .details()
        .forEach((name, value) -> out.println(new StoreDetail(name, value).toLine()));
  }
}
