package dev.cairn.benchmarks.report;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** An engine's figures beside those of its rivals. What is in a row was measured in one run. */
final class RatioTable {
  private static final List<String> SHOWN =
      List.of(" p99.9", " max", " until open", " amplification");

  private RatioTable() {}

  static TextTable of(Runs runs, Setting setting, long pairCount, String engine) {
    List<String> rivals = Engines.rivals(engine).stream().filter(runs.stores()::contains).toList();
    List<String> header = new ArrayList<>(List.of("Figure", "Unit", Engines.fullName(engine)));
    for (String rival : rivals) {
      header.add(Engines.name(rival));
      header.add("ratio");
    }
    TextTable table = new TextTable(header);
    for (String figure : runs.figures(setting, pairCount, RatioTable::isShown)) {
      addRows(table, runs, new Measurement.Key(setting, pairCount, figure, engine), rivals);
    }
    return table;
  }

  /** A row for the run that has most rivals, and one for each other that adds a rival. */
  private static void addRows(
      TextTable table, Runs runs, Measurement.Key ours, List<String> rivals) {
    Set<String> shown = new HashSet<>();
    for (Runs.Group group : runs.groupsAround(ours, rivals)) {
      List<String> stores = group.figures().stream().map(Measurement::store).toList();
      if (shown.addAll(stores)) {
        table.add(row(group.run(), group.figures().getFirst(), rivals));
      }
    }
  }

  private static boolean isShown(Measurement measurement) {
    String figure = measurement.key().figure();
    return measurement.isThroughput() || SHOWN.stream().anyMatch(figure::endsWith);
  }

  private static List<String> row(Run run, Measurement ours, List<String> rivals) {
    List<String> row =
        new ArrayList<>(List.of(ours.key().figure(), ours.unit().symbol(), ours.text()));
    for (String rival : rivals) {
      Optional<Measurement> theirs = run.find(ours.key().of(rival));
      row.add(theirs.map(Measurement::text).orElse(""));
      row.add(theirs.map(found -> ratio(new Runs.Pairing(ours, found))).orElse(""));
    }
    return row;
  }

  private static String ratio(Runs.Pairing pairing) {
    if (pairing.isOfUnequalWork()) {
      return "-";
    }
    if (pairing.isCutShort()) {
      return "cut short";
    }
    if (!pairing.isFair()) {
      return "unlike";
    }
    return Double.isFinite(pairing.advantage())
        ? String.format(Locale.ROOT, "%.2f", pairing.advantage())
        : "";
  }
}
