package dev.cairn.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.Durability;
import dev.cairn.KeyValueStore;
import dev.cairn.StoreStats;
import dev.cairn.WriteBatch;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a store says about itself. */
public interface StatsContract extends StoreFixture {
  @Test
  default void entriesAreCounted() {
    assertThat(store().stats().entryCount()).isZero();

    store().put(bytes("a"), bytes("1"));
    store().put(bytes("a"), bytes("2"));
    store().put(bytes("b"), bytes("1"));
    store().delete(bytes("absent"));
    assertThat(store().stats().entryCount()).isEqualTo(2);

    store().delete(bytes("a"));
    store().delete(bytes("a"));
    store().compareAndSet(bytes("c"), null, bytes("1"));
    store().compareAndSet(bytes("c"), null, bytes("2"));
    assertThat(store().stats().entryCount()).isEqualTo(2);

    store()
        .write(
            new WriteBatch().delete(bytes("c")).delete(bytes("c")).put(bytes("d"), bytes("1")),
            Durability.PROCESS);
    store().compareAndSet(bytes("b"), bytes("1"), null);
    assertThat(store().stats().entryCount()).isEqualTo(1);
  }

  @Test
  default void figuresArePlausible(@TempDir Path directory) {
    try (KeyValueStore store = open(directory.resolve("store"))) {
      for (int i = 0; i < 5_000; i++) {
        store.put(bytes("key " + i % 2_000), randomBytes(i, 100));
        if (i % 1_000 == 0) {
          requirePlausible(store.stats());
        }
      }
      store.sync();

      StoreStats stats = store.stats();
      requirePlausible(stats);
      assertThat(stats.entryCount()).isEqualTo(2_000);
      assertThat(stats.diskBytes()).isGreaterThanOrEqualTo(2_000 * 100);
      assertThat(stats.memoryBytes()).isPositive();
    }
  }

  private static void requirePlausible(StoreStats stats) {
    assertThat(stats.engine()).isNotBlank().isLowerCase();
    assertThat(stats.kernels()).isNotBlank();
    assertThat(stats.failed()).isFalse();
    assertThat(stats.memoryBytes()).isBetween(0L, stats.memoryBudgetBytes());
    assertThat(stats.indexBytes()).isBetween(0L, stats.memoryBytes());
    assertThat(stats.deadBytes()).isBetween(0L, stats.logBytes());
    assertThat(stats.diskBytes()).isNotNegative();
    assertThat(stats.stallCount()).isNotNegative();
    assertThat(stats.stallNanos()).isNotNegative();
    assertThatThrownBy(() -> stats.details().put("mine", 1L))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  default void verifyPassesAtAnyTime(@TempDir Path directory) {
    try (KeyValueStore store = open(directory.resolve("store"))) {
      store.verify();
      for (int i = 0; i < 1_000; i++) {
        store.put(bytes("key " + i % 300), randomBytes(i, i % 100));
        store.delete(bytes("key " + i % 77));
      }
      store.verify();
      store.sync();
      store.verify();
    }

    try (KeyValueStore store = open(directory.resolve("store"))) {
      store.verify();
    }
  }

  @Test
  default void verifyAndStatsWhileOthersWrite() {
    Workers.run(
        2,
        worker -> {
          for (int i = 0; i < (worker == 0 ? 5_000 : 20); i++) {
            if (worker == 0) {
              store().put(bytes("key " + i % 500), randomBytes(i, i % 200));
            } else {
              store().verify();
              requirePlausible(store().stats());
            }
          }
        });
  }

  @Test
  default void syncOfAStoreWithNothingNew() {
    store().sync();
    store().put(bytes("key"), bytes("value"));
    store().sync();
    store().sync();

    assertThat(store().get(bytes("key"))).isEqualTo(bytes("value"));
  }
}
