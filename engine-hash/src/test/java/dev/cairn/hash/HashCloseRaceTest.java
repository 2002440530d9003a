package dev.cairn.hash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Durability;
import dev.cairn.WriteBatch;
import dev.cairn.internal.store.Background;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.testkit.Bytes;
import dev.cairn.testkit.Seed;
import java.lang.foreign.MemorySegment;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Closing while other threads use the store: each call succeeds or says that the store is closed,
 * and closing itself frees all memory, which it asserts.
 */
@Tag("gate")
class HashCloseRaceTest {
  private static final int ROUNDS = Integer.getInteger("cairn.closeRounds", 2_000);
  private static final int USERS = 3;
  private static final int KEYS = 40;
  private static final int CALL_KINDS = 11;
  private static final Seed SEED = new Seed(0xc105e);

  @Test
  void callsSucceedOrSayThatTheStoreIsClosed() throws Exception {
    ExecutorService threads =
        Executors.newFixedThreadPool(USERS, Thread.ofPlatform().daemon().factory());
    try {
      for (int round = 0; round < ROUNDS; round++) {
        race(threads, SEED.derive(round));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static void race(ExecutorService threads, Seed seed) throws Exception {
    HashStore store =
        HashStore.open(
            new KeptVfs(new MemoryVfs()),
            SmallStore.options(Durability.PROCESS),
            Background.threads("close-race"));
    CountDownLatch busy = new CountDownLatch(USERS);
    List<Future<Integer>> users =
        IntStream.range(0, USERS)
            .mapToObj(user -> threads.submit(() -> use(store, seed.derive(user).random(), busy)))
            .toList();
    busy.await();
    int delay = seed.random().nextInt(2_000);
    for (int i = 0; i < delay; i++) {
      Thread.onSpinWait();
    }

    store.close();

    for (Future<Integer> user : users) {
      try {
        assertThat(user.get(1, TimeUnit.MINUTES)).isPositive();
      } catch (ExecutionException failure) {
        throw new AssertionError("seed " + seed + ": " + failure.getCause(), failure.getCause());
      } catch (TimeoutException hangs) {
        throw new AssertionError("seed " + seed + ": a call hangs", hangs);
      }
    }
  }

  /** Uses the store until it is closed, and returns how many calls there were. */
  private static int use(HashStore store, SplittableRandom random, CountDownLatch busy) {
    int calls = 0;
    try {
      for (; ; ) {
        calls++;
        call(store, random);
        if (calls == 20) {
          busy.countDown();
        }
      }
    } catch (IllegalStateException closed) {
      return calls;
    } finally {
      busy.countDown();
    }
  }

  private static void call(HashStore store, SplittableRandom random) {
    byte[] key = Bytes.of("key " + random.nextInt(KEYS)).toArray();
    switch (random.nextInt(CALL_KINDS)) {
      case 0 -> store.get(key);
      case 1 -> store.getAll(List.of(key, new byte[0], key));
      case 2 -> store.read(MemorySegment.ofArray(key), MemorySegment::byteSize);
      case 3 -> store.forEach((k, v) -> assertThat(k.byteSize() + v.byteSize()).isPositive());
      case 4 -> store.compareAndSet(key, store.get(key), key);
      case 5 ->
          store.write(
              new WriteBatch().put(key, key).delete(new byte[] {1}).put(new byte[] {2}, key),
              Durability.values()[random.nextInt(3)]);
      case 6 -> store.delete(key);
      case 7 -> assertThat(store.stats().memoryBytes()).isPositive();
      case 8 -> {
        if (random.nextInt(10) == 0) {
          store.verify();
        } else {
          store.sync();
        }
      }
      default -> store.put(key, new byte[random.nextInt(600)]);
    }
  }
}
