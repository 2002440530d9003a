package dev.cairn.lsm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Durability;
import dev.cairn.KeyRange;
import dev.cairn.internal.store.Background;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.testkit.gate.DocumentedFigures;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The figures that people tune by, of stores of which all is known that happened to them. */
class LsmStatsTest {
  private static final long STORE_SEED = 0xf117e5;

  // Memtables so large that they are flushed only where it is asked for.
  private static LsmOptions.Builder options() {
    return LsmOptions.builder()
        .memoryBudgetBytes(32 << 20)
        .memtableBytes(4 << 20)
        .durability(Durability.MEMORY);
  }

  /** Which key is which for the filters is the same each time. */
  private static LsmStore open(LsmOptions options) {
    MemoryVfs files = new MemoryVfs();
    new LsmFixture().create(files, STORE_SEED);
    return LsmStore.open(files, options, LsmThreads.of(Background.none()));
  }

  private static byte[] key(int i) {
    return String.format("key %06d", i).getBytes(UTF_8);
  }

  private static void flush(LsmStore store, int from, int to) {
    for (int i = from; i < to; i++) {
      store.put(key(2 * i), key(i));
    }
    store.flush();
  }

  private static void getAbsent(LsmStore store, int from, int to) {
    for (int i = from; i < to; i++) {
      assertThat(store.get(key(2 * i + 1))).isNull();
    }
  }

  private static long tableBytes(LsmStore store) {
    return store.tables().list().stream().mapToLong(LsmTable::fileBytes).sum();
  }

  private static Map<String, Long> figures(LsmStore store) {
    return store.stats().details();
  }

  @Test
  void eachFigureIsInTheDocuments() throws IOException {
    try (LsmStore store = open(options().build())) {
      flush(store, 0, 1);

      assertThat(figures(store)).containsKey("level0Tables");
      DocumentedFigures.requireEach(
          figures(store).keySet().stream()
              .map(name -> name.replaceAll("level\\d", "levelN"))
              .toList(),
          "lsm-tuning.md");
    }
  }

  @Test
  void whatWasWrittenIsCounted() {
    try (LsmStore store = open(options().build())) {
      flush(store, 0, 500);
      long first = tableBytes(store);
      flush(store, 0, 500);
      long both = tableBytes(store);
      assertThat(figures(store))
          .containsEntry("flushCount", 2L)
          .containsEntry("flushedBytes", both)
          .containsEntry("writeAmplificationPercent", 100L)
          .containsEntry("spaceAmplificationPercent", 100L)
          .containsEntry("level0Bytes", both)
          .containsEntry("sortedRuns", 3L);

      store.compact(KeyRange.all());
      long merged = tableBytes(store);
      flush(store, 0, 100);
      long small = tableBytes(store) - merged;

      assertThat(merged).isBetween(first / 2, first + first / 2);
      assertThat(figures(store))
          .containsEntry("flushCount", 3L)
          .containsEntry("flushedBytes", both + small)
          .containsEntry("compactionCount", 1L)
          .containsEntry("compactionBytesRead", both)
          .containsEntry("compactionBytesWritten", merged)
          .containsEntry("compactionBacklogBytes", 0L)
          .containsEntry("tablesMoved", 0L)
          .containsEntry(
              "writeAmplificationPercent", 100 * (both + small + merged) / (both + small))
          .containsEntry("spaceAmplificationPercent", 100 * (merged + small) / merged)
          .containsEntry("ingestedBytes", 0L);
    }
  }

  @Test
  void whatIsIngestedIsNeitherFlushedNorCompacted() {
    try (LsmStore store = open(options().build())) {
      store.ingest(IntStream.range(0, 1_000).mapToObj(i -> Map.entry(key(i), key(-i))).iterator());

      assertThat(figures(store))
          .containsEntry("ingestedBytes", tableBytes(store))
          .containsEntry("flushedBytes", 0L)
          .containsEntry("compactionBytesWritten", 0L)
          .containsEntry("writeAmplificationPercent", 0L);
    }
  }

  @Test
  void whatIsMovedIsNotWrittenAgain() {
    try (LsmStore store = open(options().build())) {
      for (int i = 0; i < LeveledPicker.LEVEL_0_TABLES; i++) {
        flush(store, 100 * i, 100 * (i + 1));
      }

      assertThat(figures(store))
          .containsEntry("tablesMoved", (long) LeveledPicker.LEVEL_0_TABLES)
          .containsEntry("level1Tables", (long) LeveledPicker.LEVEL_0_TABLES)
          .containsEntry("level0Tables", 0L)
          .containsEntry("flushedBytes", tableBytes(store))
          .containsEntry("compactionCount", 0L)
          .containsEntry("compactionBytesWritten", 0L);
    }
  }

  @Test
  void getsThatFindNothingCountWhereTheyLooked() {
    try (LsmStore store = open(options().build())) {
      flush(store, 0, 500);
      flush(store, 0, 500);
      flush(store, 2_000, 2_500);

      getAbsent(store, 0, 499);
      getAbsent(store, 5_000, 5_100); // No table has such keys.

      Map<String, Long> figures = figures(store);
      assertThat(figures).containsEntry("gets", 499L + 100);
      long skipped = figures.getOrDefault("tablesSkippedByFilter", 0L);
      assertThat(skipped + figures.getOrDefault("tablesReadInVain", 0L)).isEqualTo(2 * 499);
      assertThat(skipped).isGreaterThan(2 * 475);

      for (int i = 0; i < 500; i++) {
        assertThat(store.get(key(2 * i))).isNotNull();
      }
      assertThat(figures(store))
          .containsEntry("gets", 499L + 100 + 500)
          .containsEntry("tablesSkippedByFilter", skipped);
    }
  }

  /** How many of 4,000 gets of absent keys read a table in vain. */
  private static long readInVain(int bitsPerKey) {
    try (LsmStore store = open(options().bloomBitsPerKey(bitsPerKey).build())) {
      flush(store, 0, 4_001);
      store.compact(KeyRange.all());
      List<LsmTable> tables = store.tables().list();
      assertThat(tables).hasSize(1);
      assertThat(tables.getFirst().bloomBitsPerKey()).isEqualTo(bitsPerKey);

      getAbsent(store, 0, 4_000);

      long inVain = figures(store).getOrDefault("tablesReadInVain", -1L);
      assertThat(figures(store)).containsEntry("tablesSkippedByFilter", 4_000 - inVain);
      return inVain;
    }
  }

  @Test
  void filtersKeepGetsOutOfTablesTheBetterTheMoreBitsTheyHave() {
    long withoutFilters = readInVain(0);
    long withTenBits = readInVain(10);
    long withTwentyBits = readInVain(20);

    assertThat(withoutFilters).isEqualTo(4_000);
    assertThat(withTenBits).isBetween(1L, 4_000L / 50);
    assertThat(withTwentyBits).isLessThan(withTenBits / 4);
  }
}
