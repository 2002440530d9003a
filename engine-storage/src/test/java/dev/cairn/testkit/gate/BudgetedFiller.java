package dev.cairn.testkit.gate;

import dev.cairn.Durability;
import dev.cairn.KeyValueStore;
import dev.cairn.testkit.Bytes;
import dev.cairn.testkit.Seed;
import dev.cairn.testkit.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A process that fills a store on the disk with many times its budget, reads it and overwrites it,
 * and says how much memory the store counted at most, what it was allowed, how much more memory the
 * system gave to the process at most than before, and how much was written. It is watched all the
 * while, because what counts is the peak.
 */
final class BudgetedFiller {
  private static final int THREADS = 4;
  private static final int VALUE_BYTES = 8_000;
  private static final int TOTAL_BYTES = 80 << 20;
  private static final int KEYS_OF_THREAD = TOTAL_BYTES / VALUE_BYTES / THREADS;

  private BudgetedFiller() {}

  /** The arguments: the engine's fixture, the directory. */
  public static void main(String[] arguments) throws Exception {
    EngineFixture engine = EngineFixture.named(arguments[0]);
    AtomicLong counted = new AtomicLong();
    AtomicLong given = new AtomicLong();
    try (KeyValueStore store = engine.open(Path.of(arguments[1]), Durability.MEMORY)) {
      use(store, KEYS_OF_THREAD / 20, () -> {}); // What the JVM itself needs for all of this.
      long before = anonymousBytes();
      use(
          store,
          KEYS_OF_THREAD,
          () -> {
            counted.accumulateAndGet(store.stats().memoryBytes(), Math::max);
            given.accumulateAndGet(anonymousBytes() - before, Math::max);
          });
      System.out.println(
          counted + " " + store.stats().memoryBudgetBytes() + " " + given + " " + TOTAL_BYTES);
    }
  }

  /** Two threads write and overwrite, one reads, one watches. */
  private static void use(KeyValueStore store, int keys, Runnable watch) {
    AtomicInteger working = new AtomicInteger(THREADS - 1);
    Workers.run(
        THREADS,
        worker -> {
          SplittableRandom random = new Seed(worker).random();
          if (worker == THREADS - 1) {
            while (working.get() > 0) {
              watch.run();
            }
            return;
          }
          try {
            for (int i = 0; i < keys; i++) {
              byte[] value = new byte[random.nextInt(VALUE_BYTES * 2)];
              store.put(key(worker, i), value);
              var _ = store.get(key(random.nextInt(THREADS), random.nextInt(i + 1)));
              if (i % 3 == 0) {
                store.put(key(worker, random.nextInt(i + 1)), value);
              }
            }
          } finally {
            working.decrementAndGet();
          }
        });
  }

  private static byte[] key(int worker, int number) {
    return Bytes.of(worker + "/" + number).toArray();
  }

  /** Memory of the process that no file is behind: the heap, which is all there, and the rest. */
  private static long anonymousBytes() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith("RssAnon:")) {
          return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
        }
      }
      return 0;
    } catch (IOException noSuchSystem) {
      return 0;
    }
  }
}
