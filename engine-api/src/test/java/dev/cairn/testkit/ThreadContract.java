package dev.cairn.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Durability;
import dev.cairn.KeyValueStore;
import dev.cairn.WriteBatch;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What many threads see of each other, and what an interrupt does: nothing. */
public interface ThreadContract extends StoreFixture {
  @Test
  default void threadsWithKeysOfTheirOwnDoNotDisturbEachOther() {
    int keys = 3_000;

    Workers.run(
        4,
        worker -> {
          for (int i = 0; i < keys; i++) {
            byte[] key = bytes(worker + "/" + i);
            store().put(key, bytes("old"));
            store().put(key, bytes(worker + " has " + i));
            if (i % 4 == 0) {
              store().delete(key);
            }
            assertThat(store().contains(key)).isEqualTo(i % 4 != 0);
          }
        });

    for (int worker = 0; worker < 4; worker++) {
      for (int i = 0; i < keys; i++) {
        assertThat(store().get(bytes(worker + "/" + i)))
            .isEqualTo(i % 4 == 0 ? null : bytes(worker + " has " + i));
      }
    }
  }

  @Test
  default void compareAndSetLosesNoIncrement() {
    int increments = 2_000;
    byte[] counter = bytes("counter");

    Workers.run(
        4,
        _ -> {
          for (int done = 0; done < increments; ) {
            byte @Nullable [] before = store().get(counter);
            int after = before == null ? 1 : Integer.parseInt(text(before)) + 1;
            done += store().compareAndSet(counter, before, bytes("" + after)) ? 1 : 0;
          }
        });

    assertThat(store().get(counter)).isEqualTo(bytes("" + 4 * increments));
  }

  @Test
  default void compareAndSetOfAnAbsentKeyHasOneWinner() {
    int rounds = 500;
    AtomicInteger[] winners = new AtomicInteger[rounds];
    Arrays.setAll(winners, _ -> new AtomicInteger());

    Workers.run(
        4,
        worker -> {
          for (int round = 0; round < rounds; round++) {
            if (store().compareAndSet(bytes("round " + round), null, bytes("" + worker))) {
              winners[round].incrementAndGet();
            }
          }
        });

    assertThat(winners).allSatisfy(count -> assertThat(count).hasValue(1));
  }

  @Test
  default void readersSeeNoTornValue() {
    int keys = 16;
    AtomicInteger writersLeft = new AtomicInteger(2);
    for (int key = 0; key < keys; key++) {
      store().put(bytes("key " + key), SelfDescribing.value(new Seed(key), key));
    }

    Workers.run(
        4,
        worker -> {
          var random = new Seed(worker).random();
          if (worker < 2) {
            try {
              for (int i = 0; i < 8_000; i++) {
                int key = random.nextInt(keys);
                int length = random.nextInt(10) == 0 ? random.nextInt(20_000) : random.nextInt(300);
                store().put(bytes("key " + key), SelfDescribing.value(new Seed(i), length));
              }
            } finally {
              writersLeft.decrementAndGet();
            }
            return;
          }
          while (writersLeft.get() > 0) {
            byte[] key = bytes("key " + random.nextInt(keys));
            SelfDescribing.check(store().get(key));
            Bytes borrowed = store().<Bytes>read(MemorySegment.ofArray(key), Bytes::of);
            SelfDescribing.check(borrowed == null ? null : borrowed.toArray());
            store().getAll(List.of(key, bytes("key 0"))).forEach(SelfDescribing::check);
          }
        });
  }

  @Test
  default void absentKeysStayAbsentAndPresentOnesPresentWhileTheStoreGrows() {
    AtomicBoolean growing = new AtomicBoolean(true);
    for (int i = 0; i < 100; i++) {
      store().put(bytes("always " + i), bytes("here"));
    }

    Workers.run(
        3,
        worker -> {
          if (worker == 0) {
            try {
              for (int i = 0; i < 40_000; i++) {
                store().put(bytes("growing " + i), bytes("" + i));
              }
            } finally {
              growing.set(false);
            }
            return;
          }
          for (int i = 0; growing.get(); i++) {
            assertThat(store().contains(bytes("always " + i % 100))).isTrue();
            assertThat(store().get(bytes("never " + i % 100))).isNull();
          }
        });
  }

  @Test
  default void forEachVisitsOnceWhatIsThereDuringTheWholeWalk() {
    int keys = 2_000;
    AtomicBoolean walking = new AtomicBoolean(true);
    for (int i = 0; i < keys; i++) {
      store().put(bytes("stays " + i), bytes("value"));
    }

    Workers.run(
        2,
        worker -> {
          if (worker == 0) {
            var random = new Seed(1).random();
            for (int i = 0; walking.get() && i < 500_000; i++) {
              store().put(bytes("stays " + random.nextInt(keys)), randomBytes(i, i % 100));
              byte[] passing = bytes("passing " + random.nextInt(500));
              if (i % 2 == 0) {
                store().put(passing, bytes("by"));
              } else {
                store().delete(passing);
              }
            }
            return;
          }
          try {
            for (int walk = 0; walk < 5; walk++) {
              Set<Bytes> seen = new HashSet<>();
              store()
                  .forEach((key, _) -> {
                    Bytes copy = Bytes.of(key);
                    assertThat(seen.add(copy) || copy.toString().startsWith("\"passing"))
                        .as("%s visited twice", copy)
                        .isTrue();
                  });
              for (int i = 0; i < keys; i++) {
                assertThat(seen).contains(Bytes.of("stays " + i));
              }
            }
          } finally {
            walking.set(false);
          }
        });
  }

  @Test
  default void noWriteComesBetweenTheOperationsOfABatch() {
    // Each batch sets all the keys to its own number. Whatever the interleaving, they agree at the
    // end; so there are many ends.
    for (int round = 0; round < 150; round++) {
      Workers.run(
          3,
          worker -> {
            WriteBatch batch = new WriteBatch();
            for (int i = 0; i < 6; i++) {
              batch.clear();
              for (int key = 0; key < 10; key++) {
                batch.put(
                    bytes("key " + (worker % 2 == 0 ? key : 9 - key)), bytes(worker + " " + i));
              }
              store().write(batch, Durability.PROCESS);
            }
          });

      assertThat(new HashSet<>(Contents.of(store()).values())).hasSize(1);
    }
  }

  @Test
  default void thousandVirtualThreads() {
    Workers.runVirtual(
        1_000,
        worker -> {
          byte[] key = bytes("key " + worker);
          store().put(key, bytes("value " + worker));
          assertThat(store().get(key)).isEqualTo(bytes("value " + worker));
          if (worker % 100 == 0) {
            store().sync();
          }
        });

    assertThat(Contents.of(store())).hasSize(1_000);
  }

  @Test
  default void interruptHarmsNothing(@TempDir Path directory) {
    try (KeyValueStore store = open(directory.resolve("store"))) {
      for (int i = 0; i < 50; i++) {
        byte[] key = bytes("key " + i);
        keepsTheFlag("put", () -> store.put(key, bytes("value")));
        keepsTheFlag("get", () -> assertThat(store.get(key)).isEqualTo(bytes("value")));
        keepsTheFlag(
            "write",
            () -> store.write(new WriteBatch().put(bytes("batch"), key), Durability.DEVICE));
        keepsTheFlag("compareAndSet", () -> store.compareAndSet(key, bytes("value"), bytes("new")));
        keepsTheFlag("sync", store::sync);
      }
      keepsTheFlag("forEach", () -> assertThat(Contents.of(store)).hasSize(51));
      keepsTheFlag("verify", store::verify);
      keepsTheFlag("checkpoint", () -> store.checkpoint(directory.resolve("copy")));
      keepsTheFlag("close", store::close);
    }

    keepsTheFlag("open", () -> open(directory.resolve("store")).close());
    for (String name : new String[] {"store", "copy"}) {
      try (KeyValueStore store = open(directory.resolve(name))) {
        store.verify();
        assertThat(store.get(bytes("key 49"))).isEqualTo(bytes("new"));
        assertThat(Contents.of(store)).hasSize(51);
      }
    }
  }

  private static void keepsTheFlag(String name, Runnable call) {
    Thread.currentThread().interrupt();
    try {
      call.run();
    } finally {
      assertThat(Thread.interrupted()).as("the flag after " + name).isTrue();
    }
  }

  @Test
  default void interruptOfOneThreadDoesNotReachAnother(@TempDir Path directory) {
    try (KeyValueStore store = open(directory.resolve("store"))) {
      Workers.run(
          3,
          worker -> {
            for (int i = 0; i < 300; i++) {
              if (worker == 0) {
                Thread.currentThread().interrupt();
              }
              store.write(
                  new WriteBatch().put(bytes(worker + " " + i), bytes("value")),
                  i % 50 == 0 ? Durability.DEVICE : Durability.PROCESS);
              assertThat(store.contains(bytes(worker + " " + i))).isTrue();
              assertThat(Thread.interrupted()).isEqualTo(worker == 0);
            }
          });
      assertThat(store.stats().failed()).isFalse();
      assertThat(Contents.of(store)).hasSize(900);
    }
  }
}
