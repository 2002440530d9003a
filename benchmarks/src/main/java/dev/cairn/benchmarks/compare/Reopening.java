package dev.cairn.benchmarks.compare;

import dev.cairn.benchmarks.Pairs;
import dev.cairn.benchmarks.store.StoreUnderTest;
import java.util.function.Supplier;

/**
 * Opens what an earlier process left, in a JVM that has done nothing else yet, and looks for its
 * pairs. The files are in the system's cache, where writing them has put them.
 */
final class Reopening {
  private static final long MAX_SAMPLES = 1_000_000;

  private Reopening() {}

  static void afterClose(Trial trial, Recorder recorder) {
    run("after close", () -> trial.peer().open(trial.home()), trial, recorder);
    run("after close, warm JVM", () -> trial.peer().open(trial.home()), trial, recorder);
  }

  static void afterKill(Trial trial, Recorder recorder) {
    run("after kill -9", () -> trial.peer().recover(trial.killedHome()), trial, recorder);
  }

  private static void run(
      String when, Supplier<StoreUnderTest> opener, Trial trial, Recorder recorder) {
    long begin = System.nanoTime();
    try (StoreUnderTest store = opener.get()) {
      recorder.millis("open " + when, Scope.SAME_DURABILITY, System.nanoTime() - begin);
      recorder.count("sampled pairs lost " + when, Scope.SAME_DURABILITY, lost(store, trial));
    }
  }

  private static long lost(StoreUnderTest store, Trial trial) {
    long step = Math.max(1, trial.pairCount() / MAX_SAMPLES);
    long lost = 0;
    for (long number = 0; number < trial.pairCount(); number += step) {
      lost += Pairs.isValue(number, store.get(Pairs.key(number))) ? 0 : 1;
    }
    return lost;
  }
}
