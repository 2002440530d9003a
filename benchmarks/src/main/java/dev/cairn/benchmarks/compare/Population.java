package dev.cairn.benchmarks.compare;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The numbers whose pairs are in the store: all below a count, which inserts increase. For all
 * threads.
 */
final class Population {
  private final long initialCount;
  private final AtomicLong claimed;
  private final AtomicLong present;

  /** Begins with so many pairs. */
  Population(long pairCount) {
    initialCount = pairCount;
    claimed = new AtomicLong(pairCount);
    present = new AtomicLong(pairCount);
  }

  /** Pairs that were there before anything was inserted. */
  long initialCount() {
    return initialCount;
  }

  /** Pairs that are there: those of the numbers below. */
  long count() {
    return present.get();
  }

  /** A number whose pair the caller inserts. */
  long claim() {
    return claimed.getAndIncrement();
  }

  /** Says that a claimed pair is there; waits until those claimed before it are too. */
  void insert(long number) {
    while (!present.compareAndSet(number, number + 1)) {
      Thread.onSpinWait();
    }
  }
}
