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
  private final Ledger.Author author;
  private final SplittableRandom random;
  private @Nullable StoreReader reader;

  /** Takes a store, what is in it, what the thread wrote, and the source of its choices. */
  Site(
      StoreUnderTest store,
      Pairs pairs,
      Population population,
      Ledger.Author author,
      SplittableRandom random) {
    this.store = store;
    this.pairs = pairs;
    this.population = population;
    this.author = author;
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

  Ledger.Author author() {
    return author;
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

  /** Puts a new version of a pair that is there. */
  void overwrite(long number) {
    int version = author.nextVersion();
    store.put(pairs.key(number), pairs.value(number, version));
    author.acknowledge(number, version);
  }

  @Override
  public void close() {
    if (reader != null) {
      reader.close();
    }
  }
}
