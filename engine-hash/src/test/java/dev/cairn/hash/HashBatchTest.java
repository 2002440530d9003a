package dev.cairn.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.Durability;
import dev.cairn.MemoryBudgetException;
import dev.cairn.WriteBatch;
import dev.cairn.internal.store.Background;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.testkit.vfs.KeptVfs;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a batch takes of the index. */
class HashBatchTest {
  private static final int KEYS = 100_000;
  private static final int BATCH = 25_000;
  private static final int SMALL_BATCH = 2_000;

  @ParameterizedTest
  @CsvSource({
    "100000, 25000",
    "600000, 600000"
  }) // The tables of a shard are divided by the second.
  void batchesMakeTheIndexNoLargerThanSinglePutsDo(int keys, int batchKeys) {
    try (HashStore byPuts = open(64 << 20);
        HashStore byBatches = open(64 << 20)) {
      for (int i = 0; i < keys; i++) {
        byPuts.put(key(i), key(i));
      }
      for (int i = 0; i < keys; i += batchKeys) {
        byBatches.write(puts(i, i + batchKeys), Durability.MEMORY);
      }

      for (int i = 0; i < keys; i++) {
        assertThat(byBatches.get(key(i))).isEqualTo(key(i));
      }
      assertThat(byBatches.stats().indexBytes())
          .isLessThan(byPuts.stats().indexBytes() * 5 / 4)
          .isGreaterThan(keys * 9L);
      byBatches.verify();
    }
  }

  @Test
  void batchesOfKeysThatAreThereMakeTheIndexNoLarger() {
    try (HashStore store = open(64 << 20)) {
      for (int i = 0; i < KEYS; i++) {
        store.put(key(i), key(i));
      }
      long before = store.stats().indexBytes();

      for (int i = 0; i < KEYS; i += BATCH) {
        store.write(puts(i, i + BATCH), Durability.MEMORY);
      }

      assertThat(store.stats().indexBytes()).isEqualTo(before);
    }
  }

  @Test
  void aBatchOfKeysThatAreThereNeedsNoRoomInAFullIndex() {
    try (HashStore store = open(1 << 20)) {
      int full = fill(store);

      WriteBatch changes = new WriteBatch();
      for (int i = 0; i < SMALL_BATCH; i++) {
        changes.put(key(i), key(-i));
      }
      changes.delete(key(0)).put(key(0), key(7));
      store.write(changes, Durability.MEMORY);

      assertThat(store.get(key(0))).isEqualTo(key(7));
      assertThat(store.get(key(2))).isEqualTo(key(-2));
      assertThatThrownBy(() -> store.write(puts(full, full + SMALL_BATCH), Durability.MEMORY))
          .isInstanceOf(MemoryBudgetException.class);
      assertThat(store.contains(key(full))).as("nothing of the batch that was refused").isFalse();
      store.verify();
    }
  }

  /** Puts keys from 0 on until one is refused, and returns how many there are. */
  private static int fill(HashStore store) {
    for (int i = 0; ; i++) {
      try {
        store.put(key(i), key(i));
      } catch (MemoryBudgetException full) {
        return i;
      }
    }
  }

  private static WriteBatch puts(int from, int to) {
    WriteBatch batch = new WriteBatch();
    for (int i = from; i < to; i++) {
      batch.put(key(i), key(i));
    }
    return batch;
  }

  private static HashStore open(long budgetBytes) {
    HashOptions options =
        HashOptions.builder()
            .memoryBudgetBytes(budgetBytes)
            .segmentBytes(64 << 10)
            .durability(Durability.MEMORY)
            .build();
    return HashStore.open(new KeptVfs(new MemoryVfs()), options, Background.none());
  }

  private static byte[] key(int i) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(i).array();
  }
}
