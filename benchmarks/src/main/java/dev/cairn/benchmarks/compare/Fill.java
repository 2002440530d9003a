package dev.cairn.benchmarks.compare;

import dev.cairn.Durability;
import dev.cairn.benchmarks.KeyOrder;
import dev.cairn.benchmarks.Pairs;
import dev.cairn.benchmarks.store.Peer;
import dev.cairn.benchmarks.store.StoreUnderTest;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Puts all pairs into an empty store, or as many as there is time for. The clock is read once for
 * each put or batch.
 *
 * @param order of the keys
 * @param batchPairs pairs in each batch; 1 for single puts
 * @param forced what each put shall survive, if that is not left to the options
 */
record Fill(KeyOrder order, int batchPairs, @Nullable Durability forced) implements Procedure {
  /** A store that has not taken all pairs by then has shown how slow it is. */
  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(60);

  Fill(KeyOrder order, int batchPairs) {
    this(order, batchPairs, null);
  }

  @Override
  public Start start() {
    return Start.EMPTY;
  }

  @Override
  public boolean writes() {
    return true;
  }

  @Override
  public boolean suits(Peer peer) {
    return forced == null || peer.given(forced) == forced;
  }

  @Override
  public Durability durability(Durability asked) {
    return forced == null ? asked : forced;
  }

  @Override
  public void run(Bench bench) throws IOException {
    Trial trial = bench.trial();
    Recorder recorder = bench.recorder();
    String name = trial.workload().label();
    MemoryUse memory = MemoryUse.begin();
    Meter meter = Meter.beforeOpening(bench);
    StoreUnderTest store = bench.openEmpty();
    Latencies latencies = new Latencies(System.nanoTime());
    long pairCount = fill(store, bench.pairs(order), trial, latencies);
    long filled = System.nanoTime();
    recorder.rate(name, scope(), pairCount * 1e9 / (filled - latencies.beginNanos()));
    recorder.latencies(name, scope(), latencies);
    boolean isWhole = pairCount + batchPairs > trial.pairCount();
    if (pairCount < trial.pairCount()) {
      recorder.count(name + " pairs in the time there was", Scope.NONE, pairCount);
    }
    Traffic traffic = new Traffic(0, pairCount, pairBytes(trial));
    Scope useScope = useScope(scope(), isWhole);
    Scope spaceScope = useScope(Scope.ANY, isWhole);
    meter.leaveOut(() -> memory.record(recorder, name, spaceScope, store.footprint(), pairCount));
    meter.recordStore(store, traffic, useScope);
    long closing = System.nanoTime();
    store.close();
    recorder.millis(name + " close", scope(), System.nanoTime() - closing);
    meter.recordCpu(traffic, useScope);
    meter.recordUse(traffic, useScope);
    bench.recordDisk(name, pairCount, spaceScope);
  }

  /** Puts that are forced end with the time, so that a faster store has done more of them. */
  private Scope useScope(Scope ofTheWhole, boolean isWhole) {
    if (forced != null) {
      return Scope.NONE;
    }
    return isWhole ? ofTheWhole : Scope.CUT_SHORT;
  }

  private static int pairBytes(Trial trial) {
    return Pairs.KEY_BYTES + trial.options().valueBytes();
  }

  /** Returns how many pairs were put. */
  private long fill(StoreUnderTest store, Pairs pairs, Trial trial, Latencies latencies) {
    long limitNanos = forced == null ? LIMIT_NANOS : trial.pass().toNanos();
    byte[][] keys = new byte[batchPairs][];
    byte[][] values = new byte[batchPairs][];
    long number = 0;
    long before = latencies.beginNanos();
    while (number + batchPairs <= trial.pairCount()
        && before - latencies.beginNanos() < limitNanos) {
      if (batchPairs == 1) {
        store.put(pairs.key(number), pairs.value(number));
      } else {
        for (int i = 0; i < batchPairs; i++) {
          keys[i] = pairs.key(number + i);
          values[i] = pairs.value(number + i);
        }
        if (order == KeyOrder.ASCENDING) {
          store.append(keys, values);
        } else {
          store.putAll(keys, values);
        }
      }
      number += batchPairs;
      long now = System.nanoTime();
      latencies.add(now - before, now);
      before = now;
    }
    return number;
  }
}
