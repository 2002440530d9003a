package dev.cairn.lsm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.Cursor;
import dev.cairn.Durability;
import dev.cairn.KeyRange;
import dev.cairn.internal.memory.Block;
import dev.cairn.internal.memory.Epochs;
import dev.cairn.internal.simd.Xxh3;
import dev.cairn.internal.store.Background;
import dev.cairn.internal.vfs.MemoryVfs;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Memory for blocks that are longer than a frame is the budget's. */
class LoneBlocksTest {
  private static final int BLOCK_BYTES = 1 << 10;
  private static final int LONG_BYTES = 300_000;
  private static final int SHORT_PAIRS = 4_000;

  private static LsmStore open(long budgetBytes) {
    return LsmStore.open(
        new MemoryVfs(),
        LsmOptions.builder()
            .memoryBudgetBytes(budgetBytes)
            .memtableBytes(16 << 10)
            .blockBytes(BLOCK_BYTES)
            .durability(Durability.MEMORY)
            .build(),
        LsmThreads.of(Background.none()));
  }

  private static byte[] key(int i) {
    return String.format("key %06d", i).getBytes(UTF_8);
  }

  /** A table with many short values and then one that is long. */
  private static Table write(TestTables tables) {
    List<TestTables.Entry> entries = new ArrayList<>();
    for (int i = 0; i < SHORT_PAIRS; i++) {
      entries.add(new TestTables.Entry(key(i), 10 + i, false, new byte[100]));
    }
    entries.add(
        new TestTables.Entry(key(SHORT_PAIRS), 10 + SHORT_PAIRS, false, new byte[LONG_BYTES]));
    return tables.write(
        new TableShape(BLOCK_BYTES, 10, Compression.NONE, tables.seed()),
        entries,
        RangeTombstones.NONE);
  }

  @Test
  void aGetCountsWhatItReads() {
    try (TestTables tables = new TestTables(BLOCK_BYTES, 8 << 20)) {
      Table table = write(tables);
      byte[] key = key(SHORT_PAIRS);
      long hash = Xxh3.hash(key, 0, key.length, tables.seed());
      Epochs.Pin pin = tables.epochs.pin();
      long read;
      try (Found found = new Found()) {
        assertThat(table.find(key, hash, Long.MAX_VALUE, found)).isTrue();
        read = tables.budget.usedBytes();
      }
      tables.epochs.unpin(pin);

      assertThat(read - tables.budget.usedBytes()).isBetween((long) LONG_BYTES, LONG_BYTES + 200L);
    }
  }

  @Test
  void aCursorCountsTheBlockThatItStandsOn() {
    try (LsmStore store = open(4 << 20)) {
      store.put(key(1), new byte[LONG_BYTES]);
      store.put(key(2), new byte[1]);
      store.flush();
      long before = store.stats().memoryBytes();

      try (Cursor cursor = store.scan(KeyRange.all())) {
        cursor.next();
        assertThat(store.stats().memoryBytes()).isGreaterThanOrEqualTo(before + LONG_BYTES);

        cursor.next();
        assertThat(store.stats().memoryBytes()).isLessThan(before + LONG_BYTES);
      }
    }
  }

  @Test
  void aCompactionCountsTheBlocksThatItStandsOn() {
    try (TestTables tables = new TestTables(BLOCK_BYTES, 8 << 20)) {
      Table table = write(tables);
      try (Workspace workspace = Workspace.take(tables.budget, BLOCK_BYTES, 4 << 10, 1)) {
        TableScanCursor cursor =
            new TableScanCursor(List.of(table), workspace.input(0), BLOCK_BYTES);
        long before = tables.budget.usedBytes();

        cursor.seek(key(SHORT_PAIRS), key(SHORT_PAIRS).length);
        assertThat(tables.budget.usedBytes()).isGreaterThanOrEqualTo(before + LONG_BYTES);

        cursor.next();
        assertThat(cursor.valid).isFalse();
        assertThat(tables.budget.usedBytes()).isEqualTo(before);
      }
    }
  }

  @Test
  void aLongBlockTakesThePlaceOfCachedOnes() {
    try (TestTables tables = new TestTables(BLOCK_BYTES, 2 << 20)) {
      Table table = write(tables);
      Epochs.Pin pin = tables.epochs.pin();
      TableCursor cursor = new TableCursor(table, tables.cache);
      for (cursor.first(); cursor.keyBytes != 0 && cursor.sequence < 9 + SHORT_PAIRS; ) {
        cursor.next(); // Fills the cache.
      }
      tables.epochs.unpin(pin);
      long cached = tables.budget.usedBytes();
      long left = tables.budget.limitBytes() - cached;
      assertThat(cached).isGreaterThan(LONG_BYTES);

      Block others = Block.tryAllocate(tables.budget, left); // Nothing is left.
      assertThat(others).isNotNull();
      pin = tables.epochs.pin();
      cursor.next();
      tables.epochs.unpin(pin);
      boolean _ = tables.epochs.reclaim();

      assertThat(cursor.valueBytes()).isEqualTo(LONG_BYTES);
      assertThat(tables.budget.usedBytes()).isLessThanOrEqualTo(tables.budget.limitBytes());
      cursor.release();
      assertThat(tables.budget.usedBytes()).isLessThan(tables.budget.limitBytes() - LONG_BYTES);
      others.close();
    }
  }

  @Test
  void aPairLongerThanTheBudgetIsReadAndKeepsOthersFromMemoryMeanwhile() {
    byte[] value = new byte[3 << 20];
    value[value.length - 1] = 7;
    try (LsmStore store = open(1 << 20)) {
      store.ingest(List.of(Map.entry(key(1), value)).iterator());

      assertThat(store.get(key(1))).isEqualTo(value);
      try (Cursor cursor = store.scan(KeyRange.all())) {
        assertThat(cursor.next()).isTrue();
        assertThat(cursor.value()).isEqualTo(value);
        assertThat(store.stats().memoryBytes()).isGreaterThan(3 << 20);
      }
      assertThat(store.stats().memoryBytes()).isLessThanOrEqualTo(1 << 20);
      store.put(key(2), value(2));
      store.compact(KeyRange.all());
      assertThat(store.get(key(1))).isEqualTo(value);
    }
  }

  private static byte[] value(int i) {
    return ("value of " + i).getBytes(UTF_8);
  }

  @Test
  void closingTheStoreFreesTheBlockOfACursorThatIsStillOpen() {
    LsmStore store = open(4 << 20);
    store.put(key(1), new byte[LONG_BYTES]);
    store.flush();
    Cursor cursor = store.scan(KeyRange.all());
    cursor.next();
    MemorySegment shown = cursor.valueSegment();

    store.close(); // Asserts that nothing is counted any more.

    assertThatThrownBy(() -> shown.get(TableFormat.BYTE, 0))
        .isInstanceOf(IllegalStateException.class);
    cursor.close();
  }
}
