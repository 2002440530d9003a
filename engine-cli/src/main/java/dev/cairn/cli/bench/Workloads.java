package dev.cairn.cli.bench;

import dev.cairn.KeyValueStore;
import dev.cairn.WriteBatch;
import dev.cairn.cli.session.CommandFailure;
import dev.cairn.cli.session.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Makes the workloads of a plan on a store. */
final class Workloads {
  private final BenchPlan plan;
  private final KeyValueStore store;

  Workloads(BenchPlan plan, KeyValueStore store) {
    this.plan = plan;
    this.store = store;
  }

  /**
   * The work of one thread of a phase.
   *
   * @param share which part of the work is the thread's
   */
  Workload of(Phase phase, Share share) {
    // Each phase and thread has its own seed, so that no thread follows another's tracks through
    // the caches.
    SplittableRandom random = new SplittableRandom(phase.label().hashCode() * 31L + share.thread());
    Pairs pairs = new Pairs(plan, random);
    long first = share.first();
    Permutation scattered = new Permutation(plan.pairCount());
    return switch (phase) {
      case FILLSEQ -> write(pairs, share, index -> first + index);
      case FILLRANDOM -> write(pairs, share, index -> scattered.at(first + index));
      case OVERWRITE -> write(pairs, share, index -> random.nextLong(plan.pairCount()));
      case READRANDOM, READWHILEWRITING -> read(pairs, random);
      case READMISSING -> readMissing(pairs, random);
      case READBATCH -> readBatch(pairs, random);
      case REOPEN -> throw new IllegalArgumentException("reopen is not a workload");
    };
  }

  /** Overwrites random keys for as long as it is called. */
  Workload overwriteForever() {
    return of(Phase.OVERWRITE, new Share(plan.threadCount(), 0, Long.MAX_VALUE));
  }

  private Workload write(Pairs pairs, Share share, LongUnaryOperator numberAt) {
    if (plan.batchPairs() == 1) {
      return call -> {
        long number = numberAt.applyAsLong(call);
        store.put(pairs.key(number), pairs.value(number));
        return 1;
      };
    }
    WriteBatch batch = new WriteBatch();
    return call -> {
      long from = call * plan.batchPairs();
      int count = (int) Math.min(plan.batchPairs(), share.count() - from);
      for (int i = 0; i < count; i++) {
        long number = numberAt.applyAsLong(from + i);
        batch.put(pairs.key(number), pairs.value(number));
      }
      store.write(batch, plan.settings().durability());
      batch.clear();
      return count;
    };
  }

  private Workload read(Pairs pairs, SplittableRandom random) {
    return call -> {
      long number = random.nextLong(plan.pairCount());
      pairs.requireValue(number, store.get(pairs.key(number)));
      return 1;
    };
  }

  private Workload readMissing(Pairs pairs, SplittableRandom random) {
    return call -> {
      long number = plan.pairCount() + random.nextLong(plan.pairCount());
      byte @Nullable [] found = store.get(pairs.key(number));
      if (found != null) {
        throw new CommandFailure(
            ExitCode.MISMATCH,
            "key number "
                + number
                + ": expected none, found a value of "
                + found.length
                + " bytes");
      }
      return 1;
    };
  }

  private Workload readBatch(Pairs pairs, SplittableRandom random) {
    long[] numbers = new long[plan.getAllKeys()];
    List<byte[]> keys = new ArrayList<>(numbers.length);
    return call -> {
      keys.clear();
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = random.nextLong(plan.pairCount());
        keys.add(pairs.newKey(numbers[i]));
      }
      List<byte @Nullable []> values = store.getAll(keys);
      for (int i = 0; i < numbers.length; i++) {
        pairs.requireValue(numbers[i], values.get(i));
      }
      return numbers.length;
    };
  }
}
