package dev.cairn.cli;

import dev.cairn.StoreStats;
import dev.cairn.cli.session.Figures;
import dev.cairn.cli.session.Json;
import dev.cairn.cli.session.Table;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A store's figures as text.
 *
 * <p>Those that count what happened since the store was opened say nothing of a store that was
 * opened to be asked, so they are shown only to who has it open.
 */
final class StatsText {
  /** Details that count from the opening, and those that are made of such. */
  private static final Set<String> SINCE_OPENING =
      Set.of(
          // Hash.
          "reclaimedSegmentCount",
          "indexImageCount",
          // B+ tree.
          "pagesEvicted",
          "pagesRead",
          "pageBytesWritten",
          "checkpointCount",
          // LSM.
          "flushCount",
          "flushedBytes",
          "compactionCount",
          "compactionBytesRead",
          "compactionBytesWritten",
          "tablesMoved",
          "ingestedBytes",
          "writeAmplificationPercent",
          "throttledWrites",
          "throttledNanos",
          "cacheHits",
          "cacheMisses",
          "indexHits",
          "indexMisses",
          "gets",
          "tablesSkippedByFilter",
          "tablesReadInVain");

  private StatsText() {}

  /**
   * A line a figure; sizes in bytes and as people read them. Without the kernels: they are those of
   * this process, which was started to be quick.
   */
  static String table(StoreStats stats) {
    Table words = new Table().words("").words("");
    words.row("engine", stats.engine());
    words.row("failed", stats.failed() ? "yes: it refuses writes" : "no");
    Table table = new Table().words("").figures("", "");
    table.row("entries", Figures.count(stats.entryCount()), "");
    size(table, "disk", stats.diskBytes());
    size(table, "memory", stats.memoryBytes());
    size(table, "memory budget", stats.memoryBudgetBytes());
    size(table, "index", stats.indexBytes());
    size(table, "log", stats.logBytes());
    size(table, "dead in log", stats.deadBytes());
    stats
        .details()
        .forEach((name, figure) -> {
          if (!SINCE_OPENING.contains(name)) {
            table.row(name, Figures.count(figure), "");
          }
        });
    return words + "\n" + table;
  }

  /** Likewise, and what was counted since the store was opened. */
  static String tableWithCounts(StoreStats stats) {
    Table counts = new Table().words("since opening").figures("");
    counts.row("stalls", Figures.count(stats.stallCount()));
    counts.row("stalled", Figures.time(stats.stallNanos()));
    stats
        .details()
        .forEach((name, figure) -> {
          if (SINCE_OPENING.contains(name)) {
            counts.row(name, Figures.count(figure));
          }
        });
    return table(stats) + "\n" + counts;
  }

  private static void size(Table table, String name, long bytes) {
    table.row(name, Figures.count(bytes) + " B", Figures.bytes(bytes));
  }

  /** One object, whose members are named like the API's; without what counts from the opening. */
  static String json(StoreStats stats) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("engine", stats.engine());
    members.put("kernels", stats.kernels());
    members.put("failed", stats.failed());
    members.put("entryCount", stats.entryCount());
    members.put("diskBytes", stats.diskBytes());
    members.put("memoryBytes", stats.memoryBytes());
    members.put("memoryBudgetBytes", stats.memoryBudgetBytes());
    members.put("indexBytes", stats.indexBytes());
    members.put("logBytes", stats.logBytes());
    members.put("deadBytes", stats.deadBytes());
    Map<String, Long> details = new LinkedHashMap<>(stats.details());
    details.keySet().removeAll(SINCE_OPENING);
    members.put("details", details);
    return Json.of(members) + "\n";
  }
}
