package dev.cairn.cli.demo;

import dev.cairn.cli.session.Figures;
import dev.cairn.cli.session.Json;
import dev.cairn.cli.session.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the demonstration showed, as text. */
public final class DemoReport {
  private final List<TrialReport> reports;

  DemoReport(List<TrialReport> reports) {
    this.reports = List.copyOf(reports);
  }

  /**
   * For people.
   *
   * @return a line an engine, then what was compared
   */
  public String text() {
    return table() + "\n" + conclusions();
  }

  /**
   * For programs; times are in nanoseconds.
   *
   * @return one object on a line
   */
  public String json() {
    return Json.of(Map.of("engines", reports.stream().map(DemoReport::members).toList())) + "\n";
  }

  private Table table() {
    Table table =
        new Table()
            .words("engine")
            .figures("entries", "bytes", "put/s", "get/s", "getAll/s", "put p99 us", "get p99 us")
            .figures("disk", "open", "open killed");
    for (TrialReport report : reports) {
      table.row(
          report.engine(),
          Figures.count(report.pairCount()),
          Figures.bytes(report.byteCount()),
          Figures.count(report.puts().pairsPerSecond()),
          Figures.count(report.gets().pairsPerSecond()),
          Figures.count(report.groupGets().pairsPerSecond()),
          Figures.micros(report.puts().percentile99Nanos()),
          Figures.micros(report.gets().percentile99Nanos()),
          Figures.bytes(report.diskBytes()),
          Figures.time(report.cleanOpenNanos()),
          Figures.time(report.killedOpenNanos()));
    }
    return table;
  }

  private String conclusions() {
    StringBuilder text = new StringBuilder();
    for (TrialReport report : reports) {
      text.append(report.engine())
          .append(": ")
          .append(Figures.count(report.comparisonCount()))
          .append(" values compared, all equal; killed ")
          .append(report.killCount())
          .append(" times after ")
          .append(Figures.count(report.acknowledgedGroups()))
          .append(" acknowledged groups of writes, none lost\n");
    }
    return text.toString();
  }

  private static Map<String, Object> members(TrialReport report) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("engine", report.engine());
    members.put("pairCount", report.pairCount());
    members.put("byteCount", report.byteCount());
    members.put("putsPerSecond", report.puts().pairsPerSecond());
    members.put("getsPerSecond", report.gets().pairsPerSecond());
    members.put("getAllPairsPerSecond", report.groupGets().pairsPerSecond());
    members.put("putP99Nanos", report.puts().percentile99Nanos());
    members.put("getP99Nanos", report.gets().percentile99Nanos());
    members.put("diskBytes", report.diskBytes());
    members.put("cleanOpenNanos", report.cleanOpenNanos());
    members.put("killedOpenNanos", report.killedOpenNanos());
    members.put("comparisonCount", report.comparisonCount());
    members.put("killCount", report.killCount());
    members.put("acknowledgedGroups", report.acknowledgedGroups());
    return members;
  }
}
