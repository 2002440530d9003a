package dev.cairn.hash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Durability;
import dev.cairn.MemoryBudgetException;
import dev.cairn.internal.store.Background;
import dev.cairn.internal.store.StoreFile;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.testkit.vfs.FileBytes;
import dev.cairn.testkit.vfs.KeptVfs;
import java.nio.ByteBuffer;
import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A store that has as many keys as its budget allows can be used, and opened again. */
class HashFullIndexTest {
  private static final int KEYS = 24_500;
  private static final int SEGMENT_BYTES = 64 << 10;
  private static final long SEED = 1;
  private static final int TIGHT_BUDGET_BYTES = 1 << 20;
  private static final int TIGHT_SEGMENT_BYTES = 16 << 10;
  private static final byte[] LARGE = {1, 2, 3};

  private final MemoryVfs files = new MemoryVfs();
  private final BitSet present = new BitSet();

  private enum End {
    CLOSE,
    KILL
  }

  @ParameterizedTest
  @EnumSource
  void moreKeysAreRefusedAndOldOnesCanBeChangedAndFoundAfterOpening(End end) {
    SegmentList.EMPTY.write(files);
    new StoreFile(HashOpening.ENGINE, HashOpening.FORMAT_VERSION, SEED, SEGMENT_BYTES).write(files);
    HashStore store = open(files);
    fill(store);
    change(store);
    fill(store);

    Vfs left = end(store, end);

    try (HashStore reopened = open(left)) {
      for (int i = 0; i < KEYS; i++) {
        assertThat(reopened.contains(key(i))).as("key %d", i).isEqualTo(present.get(i));
      }
      reopened.verify();
      change(reopened);
    }
    store.close();
  }

  @Test
  void theLargestValueBesideAnIndexOfAnySizeDoesNotKeepTheStoreFromOpening() {
    for (int keys = 20_000; keys <= 76_000; keys += 4_000) {
      MemoryVfs disk = new MemoryVfs();
      int valueBytes;
      try (HashStore store = openTight(disk)) {
        for (int i = 0; i < keys; i++) {
          store.put(key(i), new byte[0]);
        }
        valueBytes = putLargest(store);
      }

      try (HashStore reopened = openTight(disk)) {
        assertThat(reopened.get(LARGE)).as("%d keys", keys).hasSize(valueBytes);
        assertThat(reopened.contains(key(keys - 1))).isTrue();
      }
    }
  }

  /** Puts the largest value that is not refused, and returns its length. */
  private static int putLargest(HashStore store) {
    for (int bytes = TIGHT_BUDGET_BYTES; ; bytes -= TIGHT_SEGMENT_BYTES / 2) {
      try {
        store.put(LARGE, new byte[bytes]);
        return bytes;
      } catch (MemoryBudgetException tooLarge) {
        assertThat(bytes).isPositive();
      }
    }
  }

  private static HashStore openTight(Vfs files) {
    HashOptions options =
        HashOptions.builder()
            .memoryBudgetBytes(TIGHT_BUDGET_BYTES)
            .segmentBytes(TIGHT_SEGMENT_BYTES)
            .durability(Durability.MEMORY)
            .build();
    return HashStore.open(new KeptVfs(files), options, Background.none());
  }

  private static HashStore open(Vfs files) {
    HashOptions options =
        HashOptions.builder()
            .memoryBudgetBytes(1 << 20)
            .segmentBytes(SEGMENT_BYTES)
            .durability(Durability.MEMORY)
            .maxLoadFactor(0.25) // The budget is full sooner.
            .build();
    return HashStore.open(new KeptVfs(files), options, Background.none());
  }

  /** Goes on after the first refusal, until all tables are full. */
  private void fill(HashStore store) {
    for (int i = present.nextClearBit(0); i < KEYS; i = present.nextClearBit(i + 1)) {
      try {
        store.put(key(i), key(i));
        present.set(i);
      } catch (MemoryBudgetException full) {
        assertThat(present.cardinality()).isGreaterThan(KEYS / 2);
      }
    }
    assertThat(present.cardinality()).isLessThan(KEYS);
  }

  private void change(HashStore store) {
    for (int i = present.nextSetBit(0); i >= 0; i = present.nextSetBit(i + 1)) {
      if (i % 11 == 0) {
        store.delete(key(i));
        present.clear(i);
      } else if (i % 3 == 0) {
        store.put(key(i), key(i));
      }
    }
  }

  private Vfs end(HashStore store, End end) {
    if (end == End.CLOSE) {
      store.close();
      return files;
    }
    store.sync();
    MemoryVfs left = new MemoryVfs();
    for (String name : files.list()) {
      if (!name.equals(StoreFile.LOCK_NAME)) {
        FileBytes.create(left, name, FileBytes.of(files, name));
      }
    }
    return left;
  }

  private static byte[] key(int i) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(i).array();
  }
}
