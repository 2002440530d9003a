package dev.cairn.cli;

import dev.cairn.StoreStats;
import dev.cairn.cli.session.Figures;
import dev.cairn.cli.session.Json;
import dev.cairn.cli.session.Table;
import java.util.LinkedHashMap;
import java.util.Map;

/** A store's figures as text. */
final class StatsText {
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
    table.row("stalls", Figures.count(stats.stallCount()), "");
    table.row("stalled", Figures.time(stats.stallNanos()), "");
    stats.details().forEach((name, figure) -> table.row(name, Figures.count(figure), ""));
    return words + "\n" + table;
  }

  private static void size(Table table, String name, long bytes) {
    table.row(name, Figures.count(bytes) + " B", Figures.bytes(bytes));
  }

  /** One object, whose members are named like the API's. */
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
    members.put("stallCount", stats.stallCount());
    members.put("stallNanos", stats.stallNanos());
    members.put("details", stats.details());
    return Json.of(members) + "\n";
  }
}
