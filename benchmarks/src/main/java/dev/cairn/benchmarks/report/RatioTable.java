package dev.cairn.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** An engine's figures beside those of its rivals. */
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
      Measurement.Key key = new Measurement.Key(setting, pairCount, figure, engine);
      runs.find(key).ifPresent(ours -> table.add(row(runs, ours, rivals)));
    }
    return table;
  }

  private static boolean isShown(Measurement measurement) {
    String figure = measurement.key().figure();
    return measurement.isThroughput() || SHOWN.stream().anyMatch(figure::endsWith);
  }

  private static List<String> row(Runs runs, Measurement ours, List<String> rivals) {
    List<String> row =
        new ArrayList<>(List.of(ours.key().figure(), ours.unit().symbol(), ours.text()));
    for (String rival : rivals) {
      Optional<Runs.Pairing> pairing = runs.pair(ours.key(), ours.key().of(rival));
      row.add(pairing.map(found -> found.theirs().text()).orElse(""));
      row.add(pairing.map(RatioTable::ratio).orElse(""));
    }
    return row;
  }

  private static String ratio(Runs.Pairing pairing) {
    if (!pairing.isFair()) {
      return "unlike";
    }
    return Double.isFinite(pairing.advantage())
        ? String.format(Locale.ROOT, "%.2f", pairing.advantage())
        : "";
  }
}
