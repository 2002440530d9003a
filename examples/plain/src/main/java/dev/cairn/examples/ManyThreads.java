package dev.cairn.examples;

import dev.cairn.hash.HashStore;
import dev.cairn.map.Codecs;
import dev.cairn.map.StoreMap;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Ten thousand virtual threads that read and write one store. */
final class ManyThreads {
  private static final int THREADS = 10_000;
  private static final int ACCOUNTS = 100;
  private static final int TRANSFERS = 10;

  private ManyThreads() {}

  /**
   * Runs the example.
   *
   * @param arguments the store's directory
   */
  public static void main(String[] arguments) {
    try (HashStore store = HashStore.open(Path.of(arguments[0]))) {
      StoreMap<Integer, Long> accounts = StoreMap.of(store, Codecs.INT, Codecs.LONG);
      // Closing the executor waits for all of its threads.
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int thread = 0; thread < THREADS; thread++) {
          int number = thread;
          threads.execute(() -> transfer(accounts, number));
        }
      }
      long sum = accounts.values().stream().mapToLong(balance -> balance).sum();
      System.out.println(accounts.size() + " accounts, sum " + sum);
    }
  }

  private static void transfer(StoreMap<Integer, Long> accounts, int number) {
    for (int i = 0; i < TRANSFERS; i++) {
      accounts.merge((number + i) % ACCOUNTS, -1L, Long::sum);
      accounts.merge((number * 7 + i) % ACCOUNTS, 1L, Long::sum);
    }
  }
}
