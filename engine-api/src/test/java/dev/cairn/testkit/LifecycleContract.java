package dev.cairn.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cairn.Durability;
import dev.cairn.KeyValueStore;
import dev.cairn.StoreLockedException;
import dev.cairn.WriteBatch;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Closing a store: no order of closing and no race with it does worse than throw. */
public interface LifecycleContract extends StoreFixture {
  /**
   * Every method but {@code close}, with good arguments.
   *
   * @param store the store to call
   * @param directory an empty one for a checkpoint
   * @return the calls by name
   */
  default Map<String, ThrowingCallable> everyCall(KeyValueStore store, Path directory) {
    byte[] key = bytes("key");
    MemorySegment segment = MemorySegment.ofArray(bytes("key"));
    WriteBatch batch = new WriteBatch().put(key, bytes("value"));
    Map<String, ThrowingCallable> calls = new LinkedHashMap<>();
    calls.put("get", () -> store.get(key));
    calls.put("contains", () -> store.contains(key));
    calls.put("getAll", () -> store.getAll(List.of(key)));
    calls.put("getAll of nothing", () -> store.getAll(List.of()));
    calls.put("read", () -> store.<Bytes>read(segment, Bytes::of));
    calls.put("put", () -> store.put(key, bytes("value")));
    calls.put("put of segments", () -> store.put(segment, segment));
    calls.put("delete", () -> store.delete(key));
    calls.put("compareAndSet", () -> store.compareAndSet(key, null, bytes("value")));
    calls.put("write", () -> store.write(batch, Durability.MEMORY));
    calls.put("write of nothing", () -> store.write(new WriteBatch(), Durability.DEVICE));
    calls.put("forEach", () -> store.forEach((_, _) -> {}));
    calls.put("sync", store::sync);
    calls.put("checkpoint", () -> store.checkpoint(directory.resolve("checkpoint")));
    calls.put("stats", store::stats);
    calls.put("verify", store::verify);
    return calls;
  }

  @Test
  default void useAfterCloseThrows(@TempDir Path directory) {
    KeyValueStore store = store();
    store.put(bytes("key"), bytes("value"));
    store.close();

    everyCall(store, directory).forEach(StoreFixture::requireClosed);

    assertThat(directory).isEmptyDirectory();
  }

  @Test
  default void useAfterCloseThrowsOnOtherThreads(@TempDir Path directory) {
    KeyValueStore store = store();
    store.put(bytes("key"), bytes("value"));
    Map<String, ThrowingCallable> calls = everyCall(store, directory);
    CyclicBarrier closed = new CyclicBarrier(3);

    Workers.run(
        3,
        worker -> {
          // The thread has used the store, and may have kept something of it.
          store.get(bytes("key"));
          closed.await();
          if (worker == 0) {
            store.close();
          }
          closed.await();
          calls.forEach(StoreFixture::requireClosed);
        });
  }

  @Test
  default void closeTwiceDoesNothing(@TempDir Path directory) {
    KeyValueStore store = open(directory.resolve("store"));
    store.put(bytes("key"), bytes("value"));

    store.close();
    store.close();

    try (KeyValueStore reopened = open(directory.resolve("store"))) {
      // The one that is closed has no say any more in the directory that another has open.
      store.close();
      assertThatExceptionOfType(StoreLockedException.class)
          .isThrownBy(() -> open(directory.resolve("store")));
      reopened.put(bytes("more"), bytes("value"));
      assertThat(Contents.of(reopened)).hasSize(2);
    }
  }

  @Test
  default void manyThreadsMayClose() {
    for (int round = 0; round < 50; round++) {
      KeyValueStore store = openInMemory();
      store.put(bytes("key"), bytes("value"));

      Workers.run(
          3,
          _ -> {
            store.close();
            StoreFixture.requireClosed("get", () -> store.get(bytes("key")));
          });
    }
  }

  @Test
  default void closeWhileOthersReadAndWrite() {
    for (int round = 0; round < 60; round++) {
      KeyValueStore store = openInMemory();
      for (int i = 0; i < 100; i++) {
        store.put(bytes("key " + i), bytes("value"));
      }
      AtomicBoolean closeReturned = new AtomicBoolean();
      CyclicBarrier warm = new CyclicBarrier(4);
      Seed seed = new Seed(round);

      Workers.run(
          4,
          worker -> {
            if (worker == 0) {
              warm.await();
              for (int spin = seed.random().nextInt(2_000); spin > 0; spin--) {
                Thread.onSpinWait();
              }
              store.close();
              closeReturned.set(true);
            } else {
              var random = seed.derive(worker).random();
              useUntilClosed(
                  store, worker, warm, closeReturned, () -> bytes("key " + random.nextInt(200)));
            }
          });
    }
  }

  /**
   * Calls the store until it says that it is closed; anything else that it throws fails the test.
   */
  private void useUntilClosed(
      KeyValueStore store,
      int worker,
      CyclicBarrier warm,
      AtomicBoolean closeReturned,
      Supplier<byte[]> keys)
      throws Exception {
    for (int call = 0; ; call++) {
      boolean mustThrow = closeReturned.get();
      try {
        byte[] key = keys.get();
        switch ((call + worker) % 8) {
          case 0 -> store.put(key, bytes("value"));
          case 1 -> assertThat(store.get(key)).isIn(null, bytes("value"));
          case 2 -> store.delete(key);
          case 3 -> store.compareAndSet(key, null, bytes("value"));
          case 4 -> store.<Bytes>read(MemorySegment.ofArray(key), Bytes::of);
          case 5 -> store.getAll(List.of(key, bytes("key")));
          case 6 ->
              store.write(
                  new WriteBatch().put(key, bytes("value")).delete(bytes("key")),
                  Durability.PROCESS);
          default -> store.forEach((_, value) -> assertThat(value.byteSize()).isEqualTo(5));
        }
        assertThat(mustThrow).as("a call after close succeeded").isFalse();
      } catch (IllegalStateException closed) {
        assertThat(closed).hasMessageMatching(CLOSED.pattern());
        if (call <= 8) {
          throw new AssertionError("closed before anyone had closed it", closed);
        }
        return;
      }
      if (call == 8) {
        warm.await();
      }
    }
  }

  @Test
  default void stateOutlivesClosing(@TempDir Path directory) throws IOException {
    Path home = directory.resolve("not/there/yet");
    for (int generation = 0; generation < 5; generation++) {
      try (KeyValueStore store = open(home)) {
        assertThat(store.get(bytes("generation")))
            .isEqualTo(generation == 0 ? null : bytes("" + (generation - 1)));
        store.put(bytes("generation"), bytes("" + generation));
        store.put(bytes("of " + generation), randomBytes(generation, 10_000));
        store.put(bytes("deleted"), bytes("soon"));
        store.delete(bytes("deleted"));
        store.delete(bytes("of " + (generation - 2)));
      }
    }

    assertThat(Files.isDirectory(home)).isTrue();
    try (KeyValueStore store = open(home)) {
      store.verify();
      assertThat(Contents.of(store))
          .isEqualTo(
              Map.of(
                  Bytes.of("generation"), Bytes.of("4"),
                  Bytes.of("of 3"), Bytes.of(randomBytes(3, 10_000)),
                  Bytes.of("of 4"), Bytes.of(randomBytes(4, 10_000))));
    }
  }

  @Test
  default void largeStoreOutlivesClosing(@TempDir Path directory) {
    int count = 20_000;
    try (KeyValueStore store = open(directory.resolve("store"))) {
      for (int i = 0; i < count; i++) {
        store.put(bytes("key " + i), randomBytes(i, i % 300));
      }
      for (int i = 0; i < count; i += 3) {
        store.delete(bytes("key " + i));
      }
      store.put(bytes("huge"), randomBytes(1, 20 << 20));
    }

    try (KeyValueStore store = open(directory.resolve("store"))) {
      for (int i = 0; i < count; i++) {
        assertThat(store.get(bytes("key " + i)))
            .isEqualTo(i % 3 == 0 ? null : randomBytes(i, i % 300));
      }
      assertThat(Bytes.ofNullable(store.get(bytes("huge"))))
          .isEqualTo(Bytes.of(randomBytes(1, 20 << 20)));
    }
  }

  @Test
  default void closingBringsWhatHadNoDurabilityToTheDisk(@TempDir Path directory) {
    try (KeyValueStore store = open(directory.resolve("store"))) {
      store.write(new WriteBatch().put(bytes("key"), bytes("value")), Durability.MEMORY);
    }

    try (KeyValueStore store = open(directory.resolve("store"))) {
      assertThat(store.get(bytes("key"))).isEqualTo(bytes("value"));
    }
  }

  @Test
  default void emptyStoreOutlivesClosing(@TempDir Path directory) {
    open(directory).close();

    try (KeyValueStore store = open(directory)) {
      assertThat(Contents.of(store)).isEmpty();
      assertThat(store.stats().entryCount()).isZero();
    }
  }
}
