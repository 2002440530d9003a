package dev.cairn.benchmarks.compare;

import dev.cairn.benchmarks.Directories;
import dev.cairn.benchmarks.store.StoreUnderTest;
import java.time.Duration;
import java.util.SplittableRandom;

/** Does everything once with a small store, so that compiled code is measured and not compiling. */
final class Rehearsal {
  private static final long MAX_PAIRS = 200_000;
  private static final Duration PASS = Duration.ofMillis(300);

  private Rehearsal() {}

  static void run(Trial trial) {
    Trial small = trial.rehearsal(Math.min(trial.pairCount(), MAX_PAIRS), PASS);
    try (StoreUnderTest store = small.peer().open(small.home())) {
      Fill.nanos(store, small.population());
      Fill.latency(store, small.population());
      Pass pass = new Pass(store, small.population(), new SplittableRandom(small.seed()));
      for (Scenario scenario : Use.scenariosOf(store)) {
        pass.throughput(scenario, small.pass());
        pass.latency(scenario, small.pass());
      }
    }
    Directories.delete(small.directory());
  }
}
