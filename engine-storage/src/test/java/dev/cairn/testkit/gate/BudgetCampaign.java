package dev.cairn.testkit.gate;

import dev.cairn.Durability;
import dev.cairn.KeyValueStore;
import dev.cairn.testkit.Bytes;
import dev.cairn.testkit.Seed;
import dev.cairn.testkit.Workers;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Fills a store on the disk with many times its budget, reads it and overwrites it, and watches all
 * the while how much memory it takes, because what counts is the peak.
 */
public final class BudgetCampaign {
  private static final int WORKERS = 3;
  private static final int VALUE_BYTES = 8_000;

  private final EngineFixture engine;
  private final Path directory;
  private final LongSupplier systemBytes;
  private final AtomicLong counted = new AtomicLong();
  private final AtomicLong given = new AtomicLong();
  private long allowed;

  /**
   * Prepares a campaign.
   *
   * @param engine whose store is filled
   * @param directory where it lives, on a real disk
   * @param systemBytes how much memory the system has given to this process
   */
  public BudgetCampaign(EngineFixture engine, Path directory, LongSupplier systemBytes) {
    this.engine = engine;
    this.directory = directory;
    this.systemBytes = systemBytes;
  }

  /**
   * Fills.
   *
   * @param bytes how many bytes of values the store has at the end
   * @throws AssertionError if the store counts more than its budget
   */
  public void run(long bytes) {
    int keys = (int) (bytes / VALUE_BYTES / WORKERS);
    try (KeyValueStore store = engine.open(directory, Durability.MEMORY)) {
      allowed = store.stats().memoryBudgetBytes();
      use(store, keys / 20, () -> {}); // So that the JVM has what it needs for all of this.
      long before = systemBytes.getAsLong();
      use(
          store,
          keys,
          () -> {
            long now = counted.accumulateAndGet(store.stats().memoryBytes(), Math::max);
            given.accumulateAndGet(systemBytes.getAsLong() - before, Math::max);
            if (now > allowed) {
              throw new AssertionError(now + " bytes of " + allowed);
            }
          });
    }
  }

  /**
   * The most memory that the store counted.
   *
   * @return the bytes
   */
  public long countedBytes() {
    return counted.get();
  }

  /**
   * What the store may count.
   *
   * @return the bytes
   */
  public long allowedBytes() {
    return allowed;
  }

  /**
   * The most memory that the system gave in addition.
   *
   * @return the bytes
   */
  public long givenBytes() {
    return given.get();
  }

  private static void use(KeyValueStore store, int keys, Runnable watch) {
    AtomicInteger working = new AtomicInteger(WORKERS);
    Workers.run(
        WORKERS + 1,
        worker -> {
          if (worker == WORKERS) {
            while (working.get() > 0) {
              watch.run();
            }
            return;
          }
          try {
            work(store, worker, keys, new Seed(worker).random());
          } finally {
            working.decrementAndGet();
          }
        });
  }

  private static void work(KeyValueStore store, int worker, int keys, SplittableRandom random) {
    for (int i = 0; i < keys; i++) {
      byte[] value = new byte[random.nextInt(VALUE_BYTES * 2)];
      store.put(key(worker, i), value);
      store.contains(key(random.nextInt(WORKERS), random.nextInt(i + 1)));
      if (i % 3 == 0) {
        store.put(key(worker, random.nextInt(i + 1)), value);
      }
    }
  }

  private static byte[] key(int worker, int number) {
    return Bytes.of(worker + "/" + number).toArray();
  }
}
