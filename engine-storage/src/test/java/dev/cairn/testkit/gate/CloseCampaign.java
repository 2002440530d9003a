package dev.cairn.testkit.gate;

import dev.cairn.Durability;
import dev.cairn.KeyValueStore;
import dev.cairn.OrderedStore;
import dev.cairn.internal.store.Background;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.testkit.Hang;
import dev.cairn.testkit.Seed;
import dev.cairn.testkit.StoreFixture;
import dev.cairn.testkit.vfs.KeptVfs;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/**
 * Closes stores while other threads use them: each call succeeds or says that the store is closed,
 * closing itself frees all memory, which it asserts, and what is left has all writes that returned.
 */
public final class CloseCampaign {
  private static final int USERS = 3;
  private static final int CALLS_BEFORE_CLOSING = 20;
  private static final int CALLS_PER_INGEST = 40;

  private final EngineFixture engine;
  private final boolean ingests;
  private final Runs runs;

  /**
   * Prepares a campaign.
   *
   * @param engine whose stores are closed
   * @param base what all randomness comes from
   */
  public CloseCampaign(EngineFixture engine, Seed base) {
    this.engine = engine;
    this.ingests = engine.ingests();
    this.runs = new Runs(base);
  }

  /**
   * How many stores were closed.
   *
   * @return the count
   */
  public int roundCount() {
    return runs.begunCount();
  }

  /**
   * Closes.
   *
   * @param roundCount how many stores
   * @throws InterruptedException if the thread was interrupted
   */
  public void run(int roundCount) throws InterruptedException {
    ExecutorService threads =
        Executors.newFixedThreadPool(USERS + 1, Thread.ofPlatform().daemon().factory());
    try {
      for (int round; (round = runs.next(roundCount)) >= 0; ) {
        try {
          race(threads, runs.seed(round));
        } catch (RuntimeException | Error failure) {
          throw runs.failure(round, "a round", failure);
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** To which one user alone writes. */
  private record OwnKeys(CountedKey counted, IngestedPairs ingested) {}

  private void race(ExecutorService threads, Seed seed) throws InterruptedException {
    MemoryVfs files = new MemoryVfs();
    // What asks for memory alone is lost unless closing saves it.
    KeyValueStore store =
        engine.open(new KeptVfs(files), Durability.MEMORY, Background.threads("close-race"));
    CountDownLatch busy = new CountDownLatch(USERS);
    List<OwnKeys> keys =
        IntStream.range(0, USERS)
            .mapToObj(user -> new OwnKeys(new CountedKey(user), new IngestedPairs(engine, user)))
            .toList();
    List<Future<Integer>> users =
        IntStream.range(0, USERS)
            .mapToObj(user ->
                threads.submit(() -> use(store, seed.derive(user).random(), keys.get(user), busy)))
            .toList();
    int delay = seed.random().nextInt(2_000);
    Future<?> closing =
        threads.submit(() -> {
          busy.await();
          for (int i = 0; i < delay; i++) {
            Thread.onSpinWait();
          }
          store.close();
          return null;
        });

    await(closing);
    for (Future<Integer> user : users) {
      await(user);
    }
    requireKept(files, keys);
  }

  private void requireKept(MemoryVfs files, List<OwnKeys> keys) {
    try (KeyValueStore left = engine.open(files, Durability.PROCESS)) {
      left.verify();
      for (OwnKeys own : keys) {
        own.counted.requireKept(left);
        if (left instanceof OrderedStore ordered) {
          own.ingested.requireWhole(ordered);
        }
      }
    }
  }

  private static void await(Future<?> call) throws InterruptedException {
    try {
      call.get(Hang.AFTER_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException failure) {
      throw new AssertionError(failure.getCause());
    } catch (TimeoutException hangs) {
      throw new Hang("a call hangs");
    }
  }

  /** Uses the store until it is closed, and returns how many calls of any kind there were. */
  private int use(KeyValueStore store, SplittableRandom random, OwnKeys own, CountDownLatch busy) {
    AnyCall calls = new AnyCall(engine, store, random);
    int count = 0;
    try {
      for (; ; ) {
        count++;
        calls.next();
        own.counted.write(store);
        if (ingests && random.nextInt(CALLS_PER_INGEST) == 0) {
          own.ingested.ingest(store);
        }
        if (count == CALLS_BEFORE_CLOSING) {
          busy.countDown();
        }
      }
    } catch (IllegalStateException closed) {
      if (!StoreFixture.CLOSED.matcher(String.valueOf(closed.getMessage())).matches()) {
        throw new AssertionError("a call did not say that the store is closed", closed);
      }
      if (count <= CALLS_BEFORE_CLOSING) {
        throw new AssertionError("closed before anybody closed it", closed);
      }
      return count;
    } finally {
      busy.countDown();
    }
  }
}
