package dev.cairn.benchmarks.compare;

import dev.cairn.benchmarks.Pairs;
import dev.cairn.benchmarks.store.Peer;
import dev.cairn.benchmarks.store.StoreReader;
import dev.cairn.benchmarks.store.StoreUnderTest;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Changes pairs of a filled store, each once, in no order, and looks at a part of all afterwards.
 * However fast stores are, they have done the same then when their use of the device is judged; one
 * that could not in the time there is is not compared in that.
 *
 * @param change what becomes of the pairs
 */
record OnceEach(Change change) implements Procedure {
  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(60);

  enum Change {
    /** Pairs of even numbers go. */
    DELETE_HALF(2) {
      @Override
      void apply(StoreUnderTest store, Pairs pairs, long number) {
        store.delete(pairs.key(number));
      }

      @Override
      void require(Pairs pairs, long number, byte @Nullable [] value) {
        Answers.requireNone(number, value);
      }

      @Override
      long rest(long pairCount, long changed) {
        return pairCount - changed;
      }
    },

    /** All pairs get another value. */
    OVERWRITE(1) {
      @Override
      void apply(StoreUnderTest store, Pairs pairs, long number) {
        store.put(pairs.key(number), pairs.value(number, CHANGED));
      }

      @Override
      void require(Pairs pairs, long number, byte @Nullable [] value) {
        Answers.requireVersion(pairs, number, CHANGED, value);
      }

      @Override
      long rest(long pairCount, long changed) {
        return pairCount;
      }
    };

    private static final int CHANGED = 1;

    private final int step;

    Change(int step) {
      this.step = step;
    }

    abstract void apply(StoreUnderTest store, Pairs pairs, long number);

    /** Requires that a pair was changed. */
    abstract void require(Pairs pairs, long number, byte @Nullable [] value);

    /** How many pairs there are after some have been changed. */
    abstract long rest(long pairCount, long changed);
  }

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
    long pairCount = trial.pairCount();
    Permutation order = order(pairCount);
    StoreUnderTest store = bench.openFilled();
    Meter meter = Meter.begin(bench, store);
    Latencies latencies = new Latencies(System.nanoTime());
    long changed = change(store, pairs, order, latencies);
    double seconds = (System.nanoTime() - latencies.beginNanos()) / 1e9;
    recorder.rate(name, scope(), changed / seconds);
    recorder.latencies(name, scope(), latencies);
    boolean isWhole = changed == order.count();
    if (!isWhole) {
      recorder.count(name + " pairs in the time there was", Scope.NONE, changed);
    }
    int pairBytes = Pairs.KEY_BYTES + trial.options().valueBytes();
    Traffic traffic = new Traffic(0, changed, pairBytes);
    Scope useScope = isWhole ? scope() : Scope.CUT_SHORT;
    meter.recordStore(store, traffic, useScope);
    meter.leaveOut(() -> requireChanged(store, pairs, pairCount, order, changed));
    store.close();
    meter.recordCpu(traffic, useScope);
    meter.recordUse(traffic, useScope);
    bench.recordDisk(name, change.rest(pairCount, changed), isWhole ? Scope.ANY : Scope.CUT_SHORT);
  }

  Permutation order(long pairCount) {
    return Permutation.of(Math.ceilDiv(pairCount, change.step));
  }

  /** Returns how many pairs there was time to change. */
  private long change(StoreUnderTest store, Pairs pairs, Permutation order, Latencies latencies) {
    long changed = 0;
    long before = latencies.beginNanos();
    while (changed < order.count() && before - latencies.beginNanos() < LIMIT_NANOS) {
      apply(store, pairs, order.number(changed));
      changed++;
      long now = System.nanoTime();
      latencies.add(now - before, now);
      before = now;
    }
    return changed;
  }

  /** Makes one of the changes. */
  void apply(StoreUnderTest store, Pairs pairs, long changeNumber) {
    change.apply(store, pairs, changeNumber * change.step);
  }

  /**
   * Looks at a part of all pairs: those of the changes that there was time for must have changed,
   * and no others.
   */
  void requireChanged(
      StoreUnderTest store, Pairs pairs, long pairCount, Permutation order, long changed) {
    long stride = Math.max(1, pairCount / Reopening.MAX_SAMPLES) | 1;
    try (StoreReader reader = store.reader()) {
      for (long number = 0; number < pairCount; number += stride) {
        byte[] value = reader.get(pairs.key(number));
        if (number % change.step == 0 && order.place(number / change.step) < changed) {
          change.require(pairs, number, value);
        } else {
          Answers.requireVersion(pairs, number, 0, value);
        }
      }
    }
  }
}
