package dev.cairn.benchmarks.compare;

import dev.cairn.benchmarks.store.Home;
import dev.cairn.benchmarks.store.StoreUnderTest;
import java.util.SplittableRandom;

/** Fills and uses a store that may take a quarter of the memory its pairs need. */
final class Starvation {
  private static final String SUFFIX = ", in a quarter of the memory";

  private final Trial trial;
  private final Recorder recorder;

  private Starvation(Trial trial, Recorder recorder) {
    this.trial = trial;
    this.recorder = recorder;
  }

  static void run(Trial trial, Recorder recorder) {
    Rehearsal.run(trial);
    new Starvation(trial, recorder).run();
  }

  private void run() {
    Home home = trial.starvedHome();
    try (StoreUnderTest store = trial.peer().open(home)) {
      long nanos = Fill.nanos(store, trial.population());
      recordRate("fill by single puts", trial.pairCount() * 1e9 / nanos);

      Pass pass = new Pass(store, trial.population(), new SplittableRandom(trial.seed()));
      recordRate("get", pass.settledThroughput(Scenario.GET, trial.pass()).getFirst());
      recordRate("overwrite", pass.settledThroughput(Scenario.OVERWRITE, trial.pass()).getFirst());
      recorder.figure(
          "memory over budget" + SUFFIX,
          Unit.RATIO,
          Scope.NONE,
          (double) store.footprint().memoryBytes() / home.budgetBytes());
    }
  }

  private void recordRate(String name, double pairsPerSecond) {
    recorder.rate(name + SUFFIX, Scope.SAME_DURABILITY, pairsPerSecond);
  }
}
