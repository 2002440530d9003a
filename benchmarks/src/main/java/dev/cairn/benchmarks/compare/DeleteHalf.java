package dev.cairn.benchmarks.compare;

import dev.cairn.benchmarks.Pairs;
import dev.cairn.benchmarks.store.Peer;
import dev.cairn.benchmarks.store.StoreReader;
import dev.cairn.benchmarks.store.StoreUnderTest;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Deletes the pairs of even numbers, whose keys come in no order, and looks for all afterwards. */
record DeleteHalf() implements Procedure {
  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(60);

  @Override
  public Start start() {
    return Start.FILLED;
  }

  @Override
  public boolean writes() {
    return true;
  }

  @Override
  public boolean suits(Peer peer) {
    return true;
  }

  @Override
  public void run(Bench bench) throws IOException {
    Trial trial = bench.trial();
    Recorder recorder = bench.recorder();
    String name = trial.workload().label();
    Pairs pairs = bench.pairs();
    StoreUnderTest store = bench.openFilled();
    Meter meter = Meter.begin(bench, store);
    Latencies latencies = new Latencies(System.nanoTime());
    long deleted = delete(store, pairs, trial.pairCount(), latencies);
    double seconds = (System.nanoTime() - latencies.beginNanos()) / 1e9;
    recorder.rate(name, scope(), deleted / seconds);
    recorder.latencies(name, scope(), latencies);
    requireHalf(store, pairs, trial.pairCount(), 2 * deleted);
    int pairBytes = Pairs.KEY_BYTES + trial.options().valueBytes();
    Traffic traffic = new Traffic(0, deleted, pairBytes);
    meter.recordStore(store, traffic);
    store.close();
    meter.recordUse(traffic);
    bench.recordDisk(name, trial.pairCount() - deleted);
  }

  /** Returns how many pairs there was time to delete. */
  private static long delete(
      StoreUnderTest store, Pairs pairs, long pairCount, Latencies latencies) {
    long deleted = 0;
    long before = latencies.beginNanos();
    while (2 * deleted < pairCount && before - latencies.beginNanos() < LIMIT_NANOS) {
      store.delete(pairs.key(2 * deleted));
      deleted++;
      long now = System.nanoTime();
      latencies.add(now - before, now);
      before = now;
    }
    return deleted;
  }

  private static void requireHalf(
      StoreUnderTest store, Pairs pairs, long pairCount, long deletedBelow) {
    long step = Math.max(1, pairCount / Reopening.MAX_SAMPLES) | 1;
    try (StoreReader reader = store.reader()) {
      for (long number = 0; number < pairCount; number += step) {
        byte[] value = reader.get(pairs.key(number));
        if (number % 2 == 0 && number < deletedBelow) {
          Answers.requireNone(number, value);
        } else {
          Answers.requireValue(pairs, number, value);
        }
      }
    }
  }
}
