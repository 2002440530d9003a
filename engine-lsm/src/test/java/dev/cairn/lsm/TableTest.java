package dev.cairn.lsm;

import static dev.cairn.testkit.edit.Edit.doNothing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cairn.CorruptionException;
import dev.cairn.internal.memory.Epochs;
import dev.cairn.internal.simd.Xxh3;
import dev.cairn.testkit.RandomizedTest;
import dev.cairn.testkit.Seed;
import dev.cairn.testkit.mutant.EditedTest;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What was written to a table is found in it, whatever keys, values and shape are like. */
class TableTest {
  private static final int SEQUENCES = 1_000;

  private static byte[] key(SplittableRandom random, int maxBytes) {
    byte[] key = new byte[random.nextInt(maxBytes + 1)];
    for (int i = 0; i < key.length; i++) {
      key[i] = (byte) (random.nextInt(20) == 0 ? random.nextInt(256) : random.nextInt(2));
    }
    return key;
  }

  /** In order; many keys have several entries, some so many that they fill blocks. */
  private static List<TestTables.Entry> entries(SplittableRandom random) {
    TreeMap<byte[], TreeMap<Long, TestTables.Entry>> sorted =
        new TreeMap<>(Arrays::compareUnsigned);
    int maxKeyBytes = random.nextInt(8) == 0 ? 2_000 : 1 + random.nextInt(30);
    int maxValueBytes = random.nextInt(4) == 0 ? 5_000 : 60;
    int versions = maxKeyBytes < 40 && random.nextInt(3) == 0 ? 120 : 3;
    for (int i = random.nextInt(1, 120); i > 0; i--) {
      byte[] key = key(random, maxKeyBytes);
      for (int j = 1 + random.nextInt(versions); j > 0; j--) {
        long sequence = 1 + random.nextLong(SEQUENCES);
        byte[] value = new byte[random.nextInt(4) == 0 ? 0 : random.nextInt(maxValueBytes)];
        Arrays.fill(value, (byte) sequence);
        sorted
            .computeIfAbsent(key, k -> new TreeMap<>())
            .put(-sequence, new TestTables.Entry(key, sequence, random.nextInt(5) == 0, value));
      }
    }
    List<TestTables.Entry> entries = new ArrayList<>();
    sorted.values().forEach(newestFirst -> entries.addAll(newestFirst.values()));
    return entries;
  }

  private static TableShape shape(SplittableRandom random, TestTables tables) {
    return new TableShape(
        1 << random.nextInt(10, 15),
        random.nextInt(3) == 0 ? 0 : 10,
        random.nextBoolean() ? Compression.LZ4 : Compression.NONE,
        tables.seed());
  }

  @RandomizedTest(runs = 50)
  void allThatWasWrittenIsFound(Seed seed) {
    SplittableRandom random = seed.random();
    List<TestTables.Entry> entries = entries(random);
    try (TestTables tables = new TestTables(1 << 12, 1 << 18)) {
      Table table = tables.write(shape(random, tables), entries, RangeTombstones.NONE);

      requireGets(tables, table, entries, random);
      requireWalks(tables, table, entries);
      requireSeeks(tables, table, entries, random);
      requireScan(tables, table, entries);
      assertThat(table.properties().entries()).isEqualTo(entries.size());
      assertThat(table.entry().mayHave(entries.getFirst().key())).isTrue();
      assertThat(table.entry().mayHave(entries.getLast().key())).isTrue();
    }
  }

  @Test
  void contentIsThatOfAllBlocksAlsoOfThoseOfOneLongPair() {
    try (TestTables tables = new TestTables(1 << 12, 1 << 18)) {
      List<TestTables.Entry> entries =
          List.of(
              new TestTables.Entry(new byte[] {1}, 1, false, new byte[100]),
              new TestTables.Entry(new byte[] {2}, 2, false, new byte[50_000]),
              new TestTables.Entry(new byte[] {3}, 3, false, new byte[100]));
      TableShape shape = new TableShape(1 << 12, 10, Compression.NONE, tables.seed());

      Table table = tables.write(shape, entries, RangeTombstones.NONE);

      assertThat(table.properties().dataBlocks()).isEqualTo(3);
      assertThat(table.properties().contentBytes()).isBetween(50_200L, 50_300L);
    }
  }

  @Test
  void aBlockInThePlaceOfAnotherIsDamage() {
    List<TestTables.Entry> entries = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      byte[] key = "key %04d".formatted(i).getBytes(StandardCharsets.US_ASCII);
      entries.add(new TestTables.Entry(key, 1 + i, false, new byte[20]));
    }
    try (TestTables tables = new TestTables(1 << 12, 1 << 18)) {
      TableShape shape = new TableShape(1 << 10, 10, Compression.NONE, tables.seed());
      Table table = tables.write(shape, entries, RangeTombstones.NONE);

      tables.misdirectABlock(table);

      assertThatExceptionOfType(CorruptionException.class)
          .isThrownBy(() -> requireWalks(tables, table, entries))
          .withMessageContaining("checksum");
    }
  }

  @Test
  void checksumsThatAreRightInAnyPlaceAreNoticed() throws ReflectiveOperationException {
    new EditedTest(getClass(), TableFormat.class)
        .requireKilled("aBlockInThePlaceOfAnotherIsDamage", doNothing("mask"));
  }

  private static void requireGets(
      TestTables tables, Table table, List<TestTables.Entry> entries, SplittableRandom random) {
    for (int i = 0; i < 200; i++) {
      byte[] key =
          random.nextBoolean()
              ? entries.get(random.nextInt(entries.size())).key()
              : key(random, 20);
      long before = random.nextLong(SEQUENCES + 2);
      TestTables.Entry expected =
          entries.stream()
              .filter(entry -> Arrays.equals(entry.key(), key) && entry.sequence() < before)
              .findFirst()
              .orElse(null);
      Epochs.Pin pin = tables.epochs.pin();
      try (Found found = new Found()) {
        long hash = Xxh3.hash(key, 0, key.length, tables.seed());
        assertThat(table.find(key, hash, before, found)).isEqualTo(expected != null);
        if (expected != null) {
          assertThat(found.sequence).isEqualTo(expected.sequence());
          assertThat(found.delete).isEqualTo(expected.delete());
          assertThat(found.value()).isEqualTo(expected.value());
        }
      } finally {
        tables.epochs.unpin(pin);
      }
    }
  }

  private static void requireWalks(TestTables tables, Table table, List<TestTables.Entry> entries) {
    Epochs.Pin pin = tables.epochs.pin();
    TableCursor cursor = new TableCursor(table, tables.cache);
    try {
      int i = 0;
      for (cursor.first(); cursor.valid; cursor.next()) {
        require(cursor, entries.get(i++));
      }
      assertThat(i).isEqualTo(entries.size());
      for (cursor.last(); cursor.valid; cursor.previous()) {
        require(cursor, entries.get(--i));
      }
      assertThat(i).isZero();
    } finally {
      cursor.release();
      tables.epochs.unpin(pin);
    }
  }

  private static void requireSeeks(
      TestTables tables, Table table, List<TestTables.Entry> entries, SplittableRandom random) {
    Epochs.Pin pin = tables.epochs.pin();
    TableCursor cursor = new TableCursor(table, tables.cache);
    try {
      for (int i = 0; i < 200; i++) {
        byte[] key =
            random.nextBoolean()
                ? entries.get(random.nextInt(entries.size())).key()
                : key(random, 20);
        int first = 0;
        while (first < entries.size()
            && Arrays.compareUnsigned(entries.get(first).key(), key) < 0) {
          first++;
        }
        cursor.seek(key, key.length);
        assertThat(cursor.valid).isEqualTo(first < entries.size());
        if (cursor.valid) {
          require(cursor, entries.get(first));
        }
        cursor.seekBelow(key, key.length);
        assertThat(cursor.valid).isEqualTo(first > 0);
        if (cursor.valid) {
          require(cursor, entries.get(first - 1));
        }
      }
    } finally {
      cursor.release();
      tables.epochs.unpin(pin);
    }
  }

  /** As a compaction reads it. */
  private static void requireScan(TestTables tables, Table table, List<TestTables.Entry> entries) {
    int blockBytes = 1 << 10; // Less than many of the table's blocks have.
    try (Workspace workspace = Workspace.take(tables.budget, blockBytes, 4 << 10, 1)) {
      TableScanCursor cursor = new TableScanCursor(List.of(table), workspace.input(0), blockBytes);
      int i = 0;
      for (cursor.first(); cursor.valid; cursor.next()) {
        require(cursor, entries.get(i++));
      }
      assertThat(i).isEqualTo(entries.size());
      TestTables.Entry middle = entries.get(entries.size() / 2);
      cursor.seek(middle.key(), middle.key().length);
      assertThat(
              Arrays.equals(cursor.key, 0, cursor.keyBytes, middle.key(), 0, middle.key().length))
          .isTrue();
      cursor.release();
    }
  }

  private static void require(EntryCursor cursor, TestTables.Entry expected) {
    assertThat(Arrays.copyOf(cursor.key, cursor.keyBytes)).isEqualTo(expected.key());
    assertThat(cursor.sequence).isEqualTo(expected.sequence());
    assertThat(cursor.delete).isEqualTo(expected.delete());
    byte[] value = new byte[cursor.valueBytes()];
    MemorySegment.copy(
        cursor.valueMemory(), TableFormat.BYTE, cursor.valueOffset(), value, 0, value.length);
    assertThat(value).isEqualTo(expected.value());
  }
}
