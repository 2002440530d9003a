package dev.cairn.lsm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.testkit.RandomizedTest;
import dev.cairn.testkit.Seed;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Tables of several levels, with many versions of few keys, deletes and removed ranges, are merged
 * in one part by one thread, and in several by several: what comes of it is the same, and every
 * reader sees what it saw.
 */
class CompactionJobTest {
  private static final int BLOCK_BYTES = 1 << 10;
  private static final int KEYS = 400;
  private static final int TABLES_OF_LEVEL = 8;
  private static final int PARTS = 4;
  private static final long TABLE_BYTES = 2 << 10;
  private static final long NOW = Long.MAX_VALUE;

  /** What was written, and what the compaction is given of it. */
  private static final class Tree implements AutoCloseable {
    final TestTables files = new TestTables(BLOCK_BYTES, 1 << 20);
    final TableShape shape = new TableShape(BLOCK_BYTES, 10, Compression.LZ4, files.seed());
    final List<List<Table>> levels = new ArrayList<>();
    final List<Table> opened = new ArrayList<>();
    private final SplittableRandom random;
    private long sequence = 1;

    Tree(SplittableRandom random) {
      this.random = random;
      for (int level = 0; level < Version.LEVELS; level++) {
        levels.add(new ArrayList<>());
      }
      // The oldest first, so that of each key what is above is newer. Perhaps nothing lies below.
      for (int level = 1 + random.nextInt(2); level > 0; level--) {
        for (int i = 0; i < TABLES_OF_LEVEL; i++) {
          int width = KEYS / TABLES_OF_LEVEL;
          levels.get(level).add(table(i * width, (i + 1) * width));
        }
      }
      for (int i = 0; i < TABLES_OF_LEVEL; i++) {
        levels.getFirst().addFirst(table(0, KEYS));
      }
    }

    /** A table whose keys and removed ranges lie between two numbers. */
    private Table table(int from, int to) {
      List<TestTables.Entry> entries = new ArrayList<>();
      RangeTombstones removed = RangeTombstones.NONE;
      for (int i = 0; i < 60; i++) {
        int key = random.nextInt(from, to);
        if (random.nextInt(20) == 0 && key < to - 1) {
          int end = random.nextInt(key + 1, Math.min(to, key + 40));
          removed = removed.with(key(key), key(end), sequence);
        } else {
          byte[] value = new byte[random.nextInt(80)];
          random.nextBytes(value);
          boolean delete = random.nextInt(4) == 0;
          entries.add(
              new TestTables.Entry(key(key), sequence, delete, delete ? new byte[0] : value));
        }
        sequence += random.nextInt(1, 3);
      }
      entries.sort(
          Comparator.comparing(TestTables.Entry::key, Arrays::compareUnsigned)
              .thenComparing(Comparator.comparingLong(TestTables.Entry::sequence).reversed()));
      return files.write(shape, entries, removed);
    }

    long[] readers() {
      return LongStream.range(0, random.nextInt(4))
          .map(i -> random.nextLong(1, sequence))
          .sorted()
          .distinct()
          .toArray();
    }

    /** Level 1, and of level 0 some tables, the oldest of all among them. */
    Compaction compaction() {
      List<TableEntry> level0 = levels.getFirst().stream().map(Table::entry).toList();
      return CompactionPicker.compaction(
          Compaction.Kind.MERGE,
          0,
          level0.subList(random.nextInt(TABLES_OF_LEVEL), TABLES_OF_LEVEL),
          1,
          levels.get(1).stream().map(Table::entry).toList());
    }

    List<Table> run(Version version, Compaction compaction, long[] readers, int parts) {
      CompactionJob job =
          new CompactionJob(
              version,
              compaction,
              readers,
              files.tables,
              shape,
              RateLimiter.UNLIMITED,
              TABLE_BYTES,
              () -> false);
      List<CompactionJob.Part> cut = job.parts(parts);
      assertThat(cut).hasSizeBetween(Math.min(2, parts), parts);
      ExecutorService threads = Executors.newFixedThreadPool(parts);
      try {
        List<Table> written =
            new PartedWork<CompactionJob.Part, List<TableEntry>>(cut, part -> runPart(job, part))
                .run(threads, (failure, done) -> {}).stream()
                    .flatMap(List::stream)
                    .map(files.tables::open)
                    .toList();
        opened.addAll(written);
        return written;
      } finally {
        threads.close();
      }
    }

    private List<TableEntry> runPart(CompactionJob job, CompactionJob.Part part) {
      try (Workspace workspace =
          Workspace.take(files.budget, BLOCK_BYTES, 4 << 10, job.inputCount())) {
        return job.run(part, workspace);
      }
    }

    List<TestTables.Entry> entries(List<Table> tables) {
      List<TestTables.Entry> all = new ArrayList<>();
      try (Workspace workspace = Workspace.take(files.budget, BLOCK_BYTES, 4 << 10, 1)) {
        for (Table table : tables) {
          TableScanCursor cursor =
              new TableScanCursor(List.of(table), workspace.input(0), BLOCK_BYTES);
          for (cursor.first(); cursor.valid; cursor.next()) {
            all.add(
                new TestTables.Entry(
                    Arrays.copyOf(cursor.key, cursor.keyBytes),
                    cursor.sequence,
                    cursor.delete,
                    cursor
                        .valueMemory()
                        .asSlice(cursor.valueOffset(), cursor.valueBytes())
                        .toArray(ValueLayout.JAVA_BYTE)));
          }
          cursor.release();
        }
      }
      return all;
    }

    @Override
    public void close() {
      opened.forEach(files.tables::close);
      files.close();
    }
  }

  private static byte[] key(int i) {
    return String.format("%04d", i).getBytes(UTF_8);
  }

  private static RangeTombstones removed(List<Table> tables) {
    return RangeTombstones.merge(tables.stream().map(Table::tombstones).toList());
  }

  /** What a reader sees of a key that has some entries. */
  private static byte @Nullable [] seen(
      byte[] key, long before, List<TestTables.Entry> entries, RangeTombstones removed) {
    TestTables.Entry newest =
        entries.stream()
            .filter(entry -> entry.sequence() < before)
            .max(Comparator.comparingLong(TestTables.Entry::sequence))
            .orElse(null);
    return newest == null
            || newest.delete()
            || removed.cover(key, key.length, before) > newest.sequence()
        ? null
        : newest.value();
  }

  @RandomizedTest(runs = 40)
  void inSeveralPartsTheSameIsKeptAsInOneAndReadersSeeWhatTheySaw(Seed seed) {
    try (Tree tree = new Tree(seed.random())) {
      Version version = Version.of(tree.levels, table -> {});
      Compaction compaction = tree.compaction();
      long[] readers = tree.readers();

      List<Table> whole = tree.run(version, compaction, readers, 1);
      List<Table> parted = tree.run(version, compaction, readers, PARTS);

      List<TestTables.Entry> expected = tree.entries(whole);
      List<TestTables.Entry> found = tree.entries(parted);
      assertThat(found).hasSameSizeAs(expected);
      for (int i = 0; i < found.size(); i++) {
        assertThat(found.get(i).key()).isEqualTo(expected.get(i).key());
        assertThat(found.get(i).delete()).isEqualTo(expected.get(i).delete());
        assertThat(found.get(i).value()).isEqualTo(expected.get(i).value());
        if (found.get(i).sequence() != 0) { // A part without removed ranges may forget it.
          assertThat(found.get(i).sequence()).isEqualTo(expected.get(i).sequence());
        }
      }
      for (int i = 1; i < parted.size(); i++) {
        assertThat(parted.get(i - 1).entry().isBefore(parted.get(i).entry())).isTrue();
      }
      requireSameSeen(tree, version, compaction, readers, whole);
      requireSameSeen(tree, version, compaction, readers, parted);
    }
  }

  @Test
  void tablesOfWhichEachHasAllKeysAreCutIntoLikeParts() {
    int keys = 8_000; // Several partitions of the index.
    try (TestTables files = new TestTables(BLOCK_BYTES, 4 << 20)) {
      TableShape shape = new TableShape(BLOCK_BYTES, 10, Compression.LZ4, files.seed());
      List<Table> tables = new ArrayList<>();
      for (int sequence = 3; sequence > 0; sequence--) {
        List<TestTables.Entry> entries = new ArrayList<>();
        for (int i = 0; i < keys; i++) {
          entries.add(new TestTables.Entry(key(i), sequence, false, new byte[i % 50]));
        }
        tables.add(files.write(shape, entries, RangeTombstones.NONE));
      }
      CompactionJob job = level0Job(files, shape, tables, 1);

      List<CompactionJob.Part> parts = job.parts(2);

      assertThat(parts).hasSize(2);
      List<TableEntry> written = new ArrayList<>();
      for (CompactionJob.Part part : parts) {
        try (Workspace workspace =
            Workspace.take(files.budget, BLOCK_BYTES, 4 << 10, job.inputCount())) {
          List<TableEntry> ofPart = job.run(part, workspace);
          assertThat(ofPart.stream().mapToLong(TableEntry::entries).sum())
              .isBetween(keys / 4L, keys * 3 / 4L);
          written.addAll(ofPart);
        }
      }
      assertThat(written.stream().mapToLong(TableEntry::entries).sum()).isEqualTo(keys);
      for (int i = 1; i < written.size(); i++) {
        assertThat(written.get(i - 1).isBefore(written.get(i))).isTrue();
      }
      assertThat(level0Job(files, shape, tables, 0).parts(2))
          .as("of a merge into one run")
          .containsExactly(CompactionJob.Part.ALL);
      tables.forEach(files.tables::close);
    }
  }

  private static CompactionJob level0Job(
      TestTables files, TableShape shape, List<Table> tables, int outputLevel) {
    List<List<Table>> levels = new ArrayList<>(Collections.nCopies(Version.LEVELS, List.of()));
    levels.set(0, tables);
    return new CompactionJob(
        Version.of(levels, table -> {}),
        CompactionPicker.compaction(
            Compaction.Kind.MERGE,
            0,
            tables.stream().map(Table::entry).toList(),
            outputLevel,
            List.of()),
        new long[0],
        files.tables,
        shape,
        RateLimiter.UNLIMITED,
        TABLE_BYTES,
        () -> false);
  }

  private static void requireSameSeen(
      Tree tree, Version version, Compaction compaction, long[] readers, List<Table> written) {
    List<Table> after = new ArrayList<>(version.tables());
    after.removeIf(table -> compaction.tables().contains(table.entry()));
    after.addAll(written);
    Map<String, List<TestTables.Entry>> entriesBefore = byKey(tree.entries(version.tables()));
    Map<String, List<TestTables.Entry>> entriesAfter = byKey(tree.entries(after));
    RangeTombstones removedBefore = removed(version.tables());
    RangeTombstones removedAfter = removed(after);
    long[] all = LongStream.concat(Arrays.stream(readers), LongStream.of(NOW)).toArray();
    entriesBefore.forEach((text, before) -> {
      byte[] key = text.getBytes(UTF_8);
      for (long reader : all) {
        assertThat(seen(key, reader, entriesAfter.getOrDefault(text, List.of()), removedAfter))
            .as("key %s at %d", text, reader)
            .isEqualTo(seen(key, reader, before, removedBefore));
      }
    });
  }

  private static Map<String, List<TestTables.Entry>> byKey(List<TestTables.Entry> entries) {
    return entries.stream().collect(Collectors.groupingBy(entry -> new String(entry.key(), UTF_8)));
  }
}
