package dev.cairn.lsm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.CorruptionException;
import dev.cairn.internal.memory.Epochs;
import dev.cairn.internal.simd.Xxh3;
import dev.cairn.testkit.Seed;
import dev.cairn.testkit.Workers;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Blocks are found again while there is room, and stay while somebody looks at them. */
class BlockCacheTest {
  private static final int BLOCK_BYTES = 1 << 10;
  private static final int KEYS = 4_000;

  private static TableShape shape(int blockBytes, Compression compression, TestTables tables) {
    return new TableShape(blockBytes, 10, compression, tables.seed());
  }

  private static byte[] key(int i) {
    return String.format("key %06d", i).getBytes(UTF_8);
  }

  private static byte[] value(int i) {
    return ("value of " + i + " ").repeat(5).getBytes(UTF_8);
  }

  private static Table write(TestTables tables, int blockBytes, Compression compression) {
    List<TestTables.Entry> entries = new ArrayList<>();
    for (int i = 0; i < KEYS; i++) {
      entries.add(new TestTables.Entry(key(i), 10 + i, false, value(i)));
    }
    return tables.write(shape(blockBytes, compression, tables), entries, RangeTombstones.NONE);
  }

  private static void require(TestTables tables, Table table, int i) {
    requireValue(tables, table, i, value(i));
  }

  private static void requireValue(TestTables tables, Table table, int i, byte[] value) {
    Epochs.Pin pin = tables.epochs.pin();
    try (Found found = new Found()) {
      byte[] key = key(i);
      long hash = Xxh3.hash(key, 0, key.length, tables.seed());
      assertThat(table.find(key, hash, Long.MAX_VALUE, found)).isTrue();
      assertThat(found.value()).isEqualTo(value);
    } finally {
      tables.epochs.unpin(pin);
    }
  }

  @Test
  void aBlockIsReadOnceWhileThereIsRoom() {
    try (TestTables tables = new TestTables(BLOCK_BYTES, 8 << 20)) {
      Table table = write(tables, BLOCK_BYTES, Compression.LZ4);
      for (int i = 0; i < KEYS; i++) {
        require(tables, table, i);
      }
      long read = tables.cache.counts().misses();

      for (int i = 0; i < KEYS; i++) {
        require(tables, table, i);
      }

      assertThat(read).isLessThan(KEYS / 4);
      assertThat(tables.cache.counts().misses()).isEqualTo(read);
      assertThat(tables.cache.counts().dataHits()).isGreaterThanOrEqualTo(KEYS);
    }
  }

  @Test
  void dataBlocksAndPartitionsAreCountedApart() {
    try (TestTables tables = new TestTables(BLOCK_BYTES, 8 << 20)) {
      List<TestTables.Entry> entries =
          List.of(
              new TestTables.Entry(key(0), 10, false, value(0)),
              new TestTables.Entry(key(1), 11, false, new byte[12_000]));
      Table table =
          tables.write(shape(BLOCK_BYTES, Compression.NONE, tables), entries, RangeTombstones.NONE);
      CacheCounts counts = tables.cache.counts();

      for (int i = 0; i < 3; i++) {
        Epochs.Pin pin = tables.epochs.pin();
        TableCursor cursor = new TableCursor(table, tables.cache);
        cursor.seek(key(0), key(0).length);
        cursor.next(); // Its block fits in no frame, and is read each time.
        cursor.release();
        tables.epochs.unpin(pin);
      }

      assertThat(counts.dataMisses()).isEqualTo(1 + 3);
      assertThat(counts.dataHits()).isEqualTo(2);
      assertThat(counts.indexMisses()).isEqualTo(1);
      assertThat(counts.indexHits()).isEqualTo(5);
    }
  }

  @Test
  void theBlocksBehindAMissComeWithItWhileThereIsRoom() {
    try (TestTables tables = new TestTables(BLOCK_BYTES, 8 << 20)) {
      Table table = write(tables, BLOCK_BYTES, Compression.LZ4);

      for (int i = 0; i < KEYS; i++) {
        require(tables, table, i);
      }

      int partitions = table.top().count();
      assertThat(table.blockCount()).isGreaterThan(5 * partitions);
      assertThat(tables.cache.counts().misses()).isLessThanOrEqualTo(2L * partitions);
    }
  }

  @Test
  void blocksThatNobodyWantedTakeNoPlaceFromOthers() {
    int fewer = KEYS / 20;
    try (TestTables tables = new TestTables(BLOCK_BYTES, 256 << 10)) {
      Table wanted = write(tables, BLOCK_BYTES, Compression.NONE);
      Table other = write(tables, BLOCK_BYTES, Compression.NONE);
      for (int i = 0; i < KEYS; i++) {
        require(tables, other, i); // Fills the cache.
      }
      for (int i = 0; i < fewer; i++) {
        require(tables, wanted, i);
      }
      long missesBefore = tables.cache.counts().misses();
      int firstOfOther = KEYS - 1;

      require(tables, other, 0); // Long gone; brings itself and nothing else.
      for (int i = 0; i < fewer; i++) {
        require(tables, wanted, i);
      }
      require(tables, other, firstOfOther);

      assertThat(tables.cache.counts().misses() - missesBefore).isLessThanOrEqualTo(2);
    }
  }

  @Test
  void aLongValueBetweenShortOnesHarmsNoOther() {
    try (TestTables tables = new TestTables(BLOCK_BYTES, 8 << 20)) {
      List<TestTables.Entry> entries = new ArrayList<>();
      for (int i = 0; i < KEYS; i++) {
        byte[] value = i % 50 == 7 ? Arrays.copyOf(value(i), 12_000) : value(i);
        entries.add(new TestTables.Entry(key(i), 10 + i, false, value));
      }
      Table table =
          tables.write(shape(BLOCK_BYTES, Compression.NONE, tables), entries, RangeTombstones.NONE);

      for (int i = KEYS - 1; i >= 0; i--) {
        requireValue(tables, table, i, entries.get(i).value());
      }
      for (int i = 0; i < KEYS; i++) {
        requireValue(tables, table, i, entries.get(i).value());
      }
    }
  }

  @Test
  void damageIsToldToWhoeverWantsTheBlockAndToNoOther() {
    try (TestTables tables = new TestTables(BLOCK_BYTES, 8 << 20)) {
      Table table = write(tables, BLOCK_BYTES, Compression.NONE);
      tables.flipBit(table, 3 * BLOCK_BYTES); // In one of the first blocks.

      require(tables, table, 0);
      List<Integer> damaged = new ArrayList<>();
      for (int i = 0; i < KEYS; i++) {
        try {
          require(tables, table, i);
        } catch (CorruptionException told) {
          damaged.add(i);
        }
      }

      assertThat(damaged).hasSizeBetween(1, BLOCK_BYTES / 16);
      assertThat(damaged.getLast() - damaged.getFirst()).isEqualTo(damaged.size() - 1);
    }
  }

  @Test
  void aCacheThatIsTooSmallTakesNoMoreThanItMay() {
    long limit = 64 << 10;
    try (TestTables tables = new TestTables(BLOCK_BYTES, limit)) {
      Table table = write(tables, BLOCK_BYTES, Compression.NONE);
      SplittableRandom random = new Seed(1).random();
      for (int i = 0; i < 3 * KEYS; i++) {
        require(tables, table, random.nextInt(KEYS));
      }

      assertThat(tables.budget.usedBytes()).isPositive().isLessThanOrEqualTo(limit);
      assertThat(tables.cache.counts().dataHits()).isPositive();
    }
  }

  @Test
  void withoutMemoryBlocksAreReadEachTime() {
    try (TestTables tables = new TestTables(BLOCK_BYTES, 0)) {
      Table table = write(tables, BLOCK_BYTES, Compression.LZ4);

      for (int i = 0; i < KEYS; i += 7) {
        require(tables, table, i);
      }

      assertThat(tables.budget.usedBytes()).isZero();
    }
  }

  /** The store may have been opened with longer blocks before. */
  @Test
  void blocksThatAreLongerThanAFrameAreReadEachTimeAndHarmNoOther() {
    try (TestTables tables = new TestTables(BLOCK_BYTES, 1 << 20)) {
      Table fitting = write(tables, BLOCK_BYTES, Compression.LZ4);
      Table longer = write(tables, 16 << 10, Compression.LZ4);

      for (int i = 0; i < KEYS; i += 31) {
        require(tables, fitting, i);
        require(tables, longer, i);
      }
      for (int i = 0; i < KEYS; i++) {
        require(tables, fitting, i);
      }
      assertThat(tables.cache.largestBlockBytes()).isLessThan(16 << 10);
    }
  }

  @Test
  void aHeldBlockStaysWhileOthersComeAndGo() {
    try (TestTables tables = new TestTables(BLOCK_BYTES, 64 << 10)) {
      Table table = write(tables, BLOCK_BYTES, Compression.NONE);
      TableCursor cursor = new TableCursor(table, tables.cache);
      Epochs.Pin pin = tables.epochs.pin();
      cursor.seek(key(100), key(100).length);
      tables.epochs.unpin(pin);

      for (int i = 0; i < KEYS; i++) {
        require(tables, table, i);
      }

      byte[] value = new byte[cursor.valueBytes()];
      MemorySegment.copy(
          cursor.valueMemory(), TableFormat.BYTE, cursor.valueOffset(), value, 0, value.length);
      assertThat(value).isEqualTo(value(100));
      cursor.release();
    }
  }

  @Test
  void aPinnedReaderKeepsWhatItFound() {
    try (TestTables tables = new TestTables(BLOCK_BYTES, 64 << 10)) {
      Table table = write(tables, BLOCK_BYTES, Compression.NONE);
      Epochs.Pin pin = tables.epochs.pin();
      try (Found found = new Found()) {
        byte[] key = key(100);
        long hash = Xxh3.hash(key, 0, key.length, tables.seed());
        assertThat(table.find(key, hash, Long.MAX_VALUE, found)).isTrue();

        for (int i = 0; i < KEYS; i++) {
          require(tables, table, i);
        }
        var _ = tables.cache.shrink();

        assertThat(found.value()).isEqualTo(value(100));
      } finally {
        tables.epochs.unpin(pin);
      }
    }
  }

  @Test
  void aPinThatLastsCostsAFewBlocksAndNoneOnceItHasEnded() {
    try (TestTables tables = new TestTables(BLOCK_BYTES, 256 << 10)) {
      Table table = write(tables, BLOCK_BYTES, Compression.NONE);
      Table others = write(tables, BLOCK_BYTES, Compression.NONE);
      int wanted = KEYS / 40;
      for (int i = 0; i < wanted; i++) {
        require(tables, table, i);
      }
      long before;
      long missed;
      Epochs.Pin pin = tables.epochs.pin();
      try {
        for (int i = 0; i < KEYS; i++) {
          require(tables, others, i);
          require(tables, table, i % wanted); // Wanted all the time, and so not evicted.
        }
        before = tables.cache.counts().misses();
        for (int i = 0; i < wanted; i++) {
          require(tables, table, i);
        }
        missed = tables.cache.counts().misses() - before;
      } finally {
        tables.epochs.unpin(pin);
      }
      assertThat(missed).as("while it lasts").isZero();

      for (int i = wanted; i < 2 * wanted; i++) {
        require(tables, table, i);
      }
      before = tables.cache.counts().misses();
      for (int i = wanted; i < 2 * wanted; i++) {
        require(tables, table, i);
      }
      assertThat(tables.cache.counts().misses()).as("after it").isEqualTo(before);
    }
  }

  @Test
  void memoryIsGivenBackWhenItIsNeededElsewhere() {
    try (TestTables tables = new TestTables(BLOCK_BYTES, 256 << 10)) {
      Table table = write(tables, BLOCK_BYTES, Compression.LZ4);
      for (int i = 0; i < KEYS; i++) {
        require(tables, table, i);
      }
      long before = tables.budget.usedBytes();

      assertThat(tables.cache.shrink()).isTrue();
      assertThat(tables.budget.usedBytes()).isLessThan(before);
      while (tables.cache.shrink()) {
        assertThat(tables.budget.usedBytes()).isNotNegative();
      }

      assertThat(tables.budget.usedBytes()).isZero();
      for (int i = 0; i < KEYS; i++) {
        require(tables, table, i);
      }
      assertThat(tables.budget.usedBytes()).isPositive();
    }
  }

  @Test
  void framesOfADroppedTableAreUsedAgain() {
    try (TestTables tables = new TestTables(BLOCK_BYTES, 8 << 20)) {
      Table first = write(tables, BLOCK_BYTES, Compression.NONE);
      for (int i = 0; i < KEYS; i++) {
        require(tables, first, i);
      }
      long before = tables.budget.usedBytes();
      tables.tables.close(first);

      Table second = write(tables, BLOCK_BYTES, Compression.NONE);
      for (int i = 0; i < KEYS; i++) {
        require(tables, second, i);
      }

      assertThat(tables.budget.usedBytes()).isEqualTo(before);
    }
  }

  @Test
  void threadsShareACacheThatIsTooSmall() {
    try (TestTables tables = new TestTables(BLOCK_BYTES, 64 << 10)) {
      Table table = write(tables, BLOCK_BYTES, Compression.LZ4);

      Workers.run(
          4,
          worker -> {
            SplittableRandom random = new Seed(worker).random();
            TableCursor cursor = new TableCursor(table, tables.cache);
            for (int i = 0; i < 20_000; i++) {
              require(tables, table, random.nextInt(KEYS));
              if (i % 500 == worker) {
                tables.cache.shrink();
              }
              if (i % 20 == 0) {
                int at = random.nextInt(KEYS);
                Epochs.Pin pin = tables.epochs.pin();
                try {
                  cursor.seek(key(at), key(at).length);
                } finally {
                  tables.epochs.unpin(pin);
                }
              }
              assertThat(cursor.valueBytes()).isPositive();
            }
            cursor.release();
          });
    }
  }
}
