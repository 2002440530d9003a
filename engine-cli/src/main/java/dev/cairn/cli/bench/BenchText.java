package dev.cairn.cli.bench;

import dev.cairn.cli.session.Figures;
import dev.cairn.cli.session.Json;
import dev.cairn.cli.session.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** The results of a measurement as text. */
public final class BenchText {
  private static final double[] PERCENTILES = {50, 99, 99.9, 99.99};

  private BenchText() {}

  /**
   * A line a phase, under a line that says what was measured.
   *
   * @param plan what was measured
   * @param results what it showed
   * @return the table
   */
  public static String table(BenchPlan plan, List<PhaseResult> results) {
    Table table =
        new Table()
            .words("phase")
            .figures("pairs", "pairs/s", "MB/s", "p50 us", "p99", "p99.9", "p99.99", "max")
            .figures("memory", "disk");
    for (PhaseResult result : results) {
      Histogram nanos = result.callNanos();
      table.row(
          result.label(),
          Figures.count(result.pairCount()),
          Figures.count(Figures.perSecond(result.pairCount(), result.elapsedNanos())),
          Figures.megabytesPerSecond(result.movedBytes(), result.elapsedNanos()),
          percentile(nanos, PERCENTILES[0]),
          percentile(nanos, PERCENTILES[1]),
          percentile(nanos, PERCENTILES[2]),
          percentile(nanos, PERCENTILES[3]),
          Figures.micros(nanos.getMaxValue()),
          Figures.bytes(result.stats().memoryBytes()),
          Figures.bytes(result.stats().diskBytes()));
    }
    return head(plan, results) + table;
  }

  private static String head(BenchPlan plan, List<PhaseResult> results) {
    String kernels = results.isEmpty() ? "" : ", " + results.getLast().stats().kernels();
    return "engine %s%s: %s pairs, keys %d B, values %d B, %d threads, %s, batch %d, getall %d%n"
        .formatted(
            plan.engine(),
            kernels,
            Figures.count(plan.pairCount()),
            plan.keyBytes(),
            plan.valueBytes(),
            plan.threadCount(),
            plan.settings().durability(),
            plan.batchPairs(),
            plan.getAllKeys());
  }

  private static String percentile(Histogram nanos, double percentile) {
    return Figures.micros(nanos.getValueAtPercentile(percentile));
  }

  /**
   * One JSON object.
   *
   * @param plan what was measured
   * @param results what it showed
   * @return the object on a line
   */
  public static String json(BenchPlan plan, List<PhaseResult> results) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("engine", plan.engine());
    members.put("pairCount", plan.pairCount());
    members.put("keyBytes", plan.keyBytes());
    members.put("valueBytes", plan.valueBytes());
    members.put("threadCount", plan.threadCount());
    members.put("durability", plan.settings().durability().name());
    members.put("batchPairs", plan.batchPairs());
    members.put("getAllKeys", plan.getAllKeys());
    members.put("memoryBudgetBytes", plan.settings().memoryBudgetBytes());
    members.put("phases", results.stream().map(BenchText::members).toList());
    return Json.of(members) + "\n";
  }

  private static Map<String, Object> members(PhaseResult result) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("phase", result.label());
    members.put("pairCount", result.pairCount());
    members.put("elapsedNanos", result.elapsedNanos());
    members.put("pairsPerSecond", Figures.perSecond(result.pairCount(), result.elapsedNanos()));
    members.put("movedBytes", result.movedBytes());
    Histogram nanos = result.callNanos();
    for (double percentile : PERCENTILES) {
      String name = String.format(Locale.ROOT, "p%sNanos", number(percentile));
      members.put(name, nanos.getValueAtPercentile(percentile));
    }
    members.put("maxNanos", nanos.getMaxValue());
    members.put("kernels", result.stats().kernels());
    members.put("entryCount", result.stats().entryCount());
    members.put("memoryBytes", result.stats().memoryBytes());
    members.put("diskBytes", result.stats().diskBytes());
    return members;
  }

  private static String number(double percentile) {
    return percentile == Math.rint(percentile)
        ? Long.toString((long) percentile)
        : Double.toString(percentile);
  }
}
