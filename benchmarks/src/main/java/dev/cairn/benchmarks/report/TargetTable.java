package dev.cairn.benchmarks.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which targets of an engine hold at which size. */
public final class TargetTable {
  private static final String NOTHING = "";

  private TargetTable() {}

  /**
   * The targets of all engines that a run says something about, for a terminal.
   *
   * @param file that {@code cairn compare} has written
   * @return a table, or an empty text if it says nothing about any
   * @throws IOException if the file cannot be read
   */
  public static String of(Path file) throws IOException {
    Run run = RunFile.read(file);
    Runs runs = new Runs(List.of(run));
    StringBuilder text = new StringBuilder();
    for (String engine : runs.engines()) {
      TextTable table = of(runs, run.setting(), engine);
      if (!table.isEmpty()) {
        text.append(System.lineSeparator())
            .append(Engines.fullName(engine))
            .append(": targets")
            .append(System.lineSeparator())
            .append(table.plain());
      }
    }
    return text.toString();
  }

  /**
   * The targets of an engine, a column for each size; those about which nothing is known are left
   * out.
   */
  static TextTable of(Runs runs, Setting setting, String engine) {
    List<Long> pairCounts = runs.pairCounts(setting);
    List<String> header = new ArrayList<>(List.of("Target", "Limit"));
    pairCounts.forEach(count -> header.add(String.format(Locale.ROOT, "%,d pairs", count)));
    TextTable table = new TextTable(header);
    for (Target target : Targets.ALL) {
      List<Optional<Target.Outcome>> outcomes =
          pairCounts.stream().map(count -> target.outcome(runs, setting, count)).toList();
      if (target.engine().equals(engine) && outcomes.stream().anyMatch(Optional::isPresent)) {
        List<String> row = new ArrayList<>(List.of(target.text(), target.limitText()));
        outcomes.forEach(outcome -> row.add(outcome.map(Target.Outcome::toString).orElse(NOTHING)));
        table.add(row);
      }
    }
    return table;
  }
}
