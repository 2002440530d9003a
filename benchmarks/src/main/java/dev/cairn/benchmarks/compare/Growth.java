package dev.cairn.benchmarks.compare;

import dev.cairn.benchmarks.store.StoreUnderTest;
import java.time.Duration;
import java.util.SplittableRandom;

/**
 * Watches each put while a store grows from nothing. Then overwrites for ever, so that the parent
 * can kill this process in the middle of writing.
 */
final class Growth {
  private static final Duration WATCH_OF_MACHINE = Duration.ofSeconds(1);
  private static final int PUTS_BETWEEN_SIGNS = 50_000;

  private Growth() {}

  static void run(Trial trial, Recorder recorder) {
    Rehearsal.run(trial);
    recorder.millis(
        "longest pause of the machine", Scope.NONE, MachinePause.longestNanos(WATCH_OF_MACHINE));
    StoreUnderTest store = trial.peer().open(trial.killedHome());
    recorder.percentiles(
        "put while growing", Scope.SAME_DURABILITY, Fill.latency(store, trial.population()));
    if (trial.peer().outlivesProcess()) {
      overwriteUntilKilled(store, trial);
    }
    store.close();
  }

  private static void overwriteUntilKilled(StoreUnderTest store, Trial trial) {
    Operation overwrite =
        Access.OVERWRITE.on(store, trial.population(), new SplittableRandom(trial.seed()));
    while (true) {
      for (int i = 0; i < PUTS_BETWEEN_SIGNS; i++) {
        overwrite.run();
      }
      System.out.println(StageFork.KILL_SIGN);
    }
  }
}
