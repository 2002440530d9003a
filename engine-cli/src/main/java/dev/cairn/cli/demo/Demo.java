package dev.cairn.cli.demo;

import dev.cairn.cli.session.Held;
import dev.cairn.cli.session.Session;
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
   * @param session where progress is shown
   * @param sources what is loaded; their keys must differ
   * @param random chooses the moments of killing
   */
  public Demo(Session session, List<Source> sources, RandomGenerator random) {
    this.session = session;
    this.sources = sources;
    this.random = random;
  }

  /**
   * Takes engines through it one after another. It cleans up after itself, however it ends.
   *
   * @param engines the engines' names
   * @param killCount how many times each has a writing process killed
   * @return what it showed
   * @throws IOException if a source cannot be read
   */
  public DemoReport run(List<String> engines, int killCount) throws IOException {
    List<TrialReport> reports = new ArrayList<>();
    for (String engine : engines) {
      try (Held<TemporaryDirectory> place = session.hold(TemporaryDirectory.in(null))) {
        Path directory = place.get().path();
        Trial trial = new Trial(engine, directory.resolve("store"));
        EngineTrial engineTrial = new EngineTrial(session, trial, new Sources(sources), random);
        reports.add(engineTrial.run(killCount, directory.resolve("errors")));
      }
    }
    return new DemoReport(reports);
  }
}
