package dev.cairn.benchmarks.compare;

import dev.cairn.benchmarks.Pairs;
import dev.cairn.benchmarks.store.StoreUnderTest;
import org.HdrHistogram.Histogram;

/** Puts all pairs of a population into an empty store, one by one. */
final class Fill {
  private Fill() {}

  /** Fills without looking at the clock in between, and returns the nanoseconds it took. */
  static long nanos(StoreUnderTest store, Population population) {
    long begin = System.nanoTime();
    for (long number = 0; number < population.pairCount(); number++) {
      store.put(Pairs.key(number), Pairs.value(number));
    }
    return System.nanoTime() - begin;
  }

  /** Fills and returns the nanoseconds of each put, the making of the pair not included. */
  static Histogram latency(StoreUnderTest store, Population population) {
    Histogram nanos = new Histogram(3);
    for (long number = 0; number < population.pairCount(); number++) {
      byte[] key = Pairs.key(number);
      byte[] value = Pairs.value(number);
      long before = System.nanoTime();
      store.put(key, value);
      nanos.recordValue(System.nanoTime() - before);
    }
    return nanos;
  }
}
