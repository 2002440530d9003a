package dev.cairn.benchmarks.report;

import dev.cairn.Durability;
import dev.cairn.benchmarks.Pairs;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * Under which conditions a run measured, apart from the number of pairs.
 *
 * @param valueBytes length of every value
 * @param durability what writes were asked to survive
 * @param budgetBytes memory each store was allowed, if that was limited
 * @param threadCount threads of a workload that has one kind of them
 * @param pacedRate operations a second of each thread while latencies were measured, if limited
 */
record Setting(
    int valueBytes,
    Durability durability,
    OptionalLong budgetBytes,
    int threadCount,
    OptionalLong pacedRate) {
  private static final long BYTES_PER_MEBIBYTE = 1 << 20;

  /** What everything is measured under unless something else is asked for. */
  static final Setting USUAL =
      new Setting(
          Pairs.DEFAULT_VALUE_BYTES,
          Durability.PROCESS,
          OptionalLong.empty(),
          1,
          OptionalLong.empty());

  boolean isUsual() {
    return equals(USUAL);
  }

  /** Whether only the pace differs from the usual: then it tells more about latencies. */
  boolean isUsualButPaced() {
    return pacedRate.isPresent()
        && new Setting(valueBytes, durability, budgetBytes, threadCount, OptionalLong.empty())
            .isUsual();
  }

  /** Key and value of each pair. */
  int pairBytes() {
    return Pairs.KEY_BYTES + valueBytes;
  }

  /** How much memory a store may take, and what figures do not say for that reason. */
  String memoryText() {
    return budgetBytes.isPresent()
        ? String.format(
            Locale.ROOT,
            "Each store may take %,d MiB of memory.",
            budgetBytes.getAsLong() / BYTES_PER_MEBIBYTE)
        : "Each store may take twice the memory that its pairs need: figures are of data that lies"
            + " in memory, and say nothing of more data than that.";
  }

  /** What is unusual about it. */
  String text() {
    List<String> parts = new ArrayList<>();
    if (valueBytes != USUAL.valueBytes) {
      parts.add(String.format(Locale.ROOT, "values of %,d bytes", valueBytes));
    }
    if (durability != USUAL.durability) {
      parts.add("durability " + durability);
    }
    budgetBytes.ifPresent(bytes ->
        parts.add(String.format(Locale.ROOT, "%,d MiB of memory", bytes / BYTES_PER_MEBIBYTE)));
    if (threadCount != 1) {
      parts.add(threadCount + " threads");
    }
    pacedRate.ifPresent(
        rate -> parts.add(String.format(Locale.ROOT, "%,d operations a second", rate)));
    return parts.isEmpty() ? "the usual setting" : String.join(", ", parts);
  }
}
