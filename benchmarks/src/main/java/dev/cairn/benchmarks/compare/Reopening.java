package dev.cairn.benchmarks.compare;

import dev.cairn.Durability;
import dev.cairn.benchmarks.store.Peer;
import dev.cairn.benchmarks.store.StoreReader;
import dev.cairn.benchmarks.store.StoreUnderTest;

/**
 * Opens what an earlier process left, in a JVM that has done nothing else yet, and looks for its
 * pairs. The files are in the system's cache, where writing them has put them.
 *
 * @param start whether the earlier process closed it or was killed
 */
record Reopening(Start start) implements Procedure {
  static final long MAX_SAMPLES = 1_000_000;

  @Override
  public boolean writes() {
    return start == Start.KILLED;
  }

  /** Only stores whose writes survive a kill have anything to recover. */
  @Override
  public boolean suits(Peer peer) {
    return start == Start.KILLED
        ? peer.given(Durability.PROCESS) != Durability.MEMORY
        : peer.outlivesProcess();
  }

  @Override
  public boolean isRehearsed() {
    return false;
  }

  @Override
  public void run(Bench bench) {
    Trial trial = bench.trial();
    Recorder recorder = bench.recorder();
    String name = trial.workload().label();
    long begin = System.nanoTime();
    try (StoreUnderTest store =
        start == Start.KILLED
            ? trial.peer().recover(trial.home())
            : trial.peer().open(trial.home())) {
      recorder.mainMillis(name + " until open", scope(), System.nanoTime() - begin);
      long lost = lost(store, bench);
      if (lost > 0) {
        throw new IllegalStateException(
            lost + " of the pairs looked at were lost or are older than was promised");
      }
    }
  }

  private static long lost(StoreUnderTest store, Bench bench) {
    long pairCount = bench.trial().pairCount();
    long acknowledged = bench.trial().acknowledged();
    Overwrites overwrites = new Overwrites(bench.pairs(), pairCount);
    long step = Math.max(1, pairCount / MAX_SAMPLES);
    long lost = 0;
    try (StoreReader reader = store.reader()) {
      for (long number = 0; number < pairCount; number += number < acknowledged ? 1 : step) {
        byte[] found = reader.get(bench.pairs().key(number));
        lost += overwrites.isKept(number, acknowledged, found) ? 0 : 1;
      }
    }
    return lost;
  }
}
