package dev.cairn.cli.demo;

import dev.cairn.cli.session.Figures;
import dev.cairn.cli.session.Held;
import dev.cairn.cli.session.Session;
import dev.cairn.cli.session.Table;
import dev.cairn.cli.session.TemporaryDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** The demonstration. */
public final class Demo {
  private final Session session;
  private final List<Source> sources;
  private final RandomGenerator random;

  /**
   * Prepares it.
   *
   * @param session where results and progress are shown
   * @param sources what is loaded; their keys must differ
   * @param random chooses the moments of killing
   */
  public Demo(Session session, List<Source> sources, RandomGenerator random) {
    this.session = session;
    this.sources = sources;
    this.random = random;
  }

  /**
   * Takes engines through it one after another and prints a table. It cleans up after itself,
   * however it ends.
   *
   * @param engines the engines' names
   * @param killCount how many times each has a writing process killed
   * @throws IOException if a source cannot be read
   */
  public void run(List<String> engines, int killCount) throws IOException {
    List<TrialReport> reports = new ArrayList<>();
    for (String engine : engines) {
      try (Held<TemporaryDirectory> place = session.hold(TemporaryDirectory.in(null))) {
        Path directory = place.get().path();
        Trial trial = new Trial(engine, directory.resolve("store"));
        EngineTrial engineTrial = new EngineTrial(session, trial, new Sources(sources), random);
        reports.add(engineTrial.run(killCount, directory.resolve("errors")));
      }
    }
    session.print(table(reports) + "\n" + conclusions(reports));
  }

  private static Table table(List<TrialReport> reports) {
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

  private static String conclusions(List<TrialReport> reports) {
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
}
