package dev.cairn.benchmarks.compare;

import dev.cairn.benchmarks.Pairs;
import dev.cairn.benchmarks.store.OrderedStoreReader;
import dev.cairn.benchmarks.store.StoreReader;
import dev.cairn.benchmarks.store.StoreUnderTest;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * What one thread works with. The thread's reader is made when it is first asked for: one that is
 * held beside a writer keeps some stores from using space again.
 */
final class Site implements AutoCloseable {
  private final StoreUnderTest store;
  private final Pairs pairs;
  private final Population population;
  private final SplittableRandom random;
  private @Nullable StoreReader reader;

  /** Takes a store, what is in it, and the source of the thread's choices. */
  Site(StoreUnderTest store, Pairs pairs, Population population, SplittableRandom random) {
    this.store = store;
    this.pairs = pairs;
    this.population = population;
    this.random = random;
  }

  StoreUnderTest store() {
    return store;
  }

  StoreReader reader() {
    if (reader == null) {
      reader = store.reader();
    }
    return reader;
  }

  OrderedStoreReader orderedReader() {
    return (OrderedStoreReader) reader();
  }

  Pairs pairs() {
    return pairs;
  }

  Population population() {
    return population;
  }

  SplittableRandom random() {
    return random;
  }

  /** The number of a pair that is in the store. */
  long anyPresent() {
    return random.nextLong(population.initialCount());
  }

  /** The number of one that is not, if nothing is inserted. */
  long anyMissing() {
    return population.initialCount() + random.nextLong(population.initialCount());
  }

  @Override
  public void close() {
    if (reader != null) {
      reader.close();
    }
  }
}
