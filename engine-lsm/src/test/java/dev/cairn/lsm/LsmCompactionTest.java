package dev.cairn.lsm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cairn.Cursor;
import dev.cairn.Durability;
import dev.cairn.KeyRange;
import dev.cairn.OutOfSpaceException;
import dev.cairn.Snapshot;
import dev.cairn.StoreFailedException;
import dev.cairn.StoreIOException;
import dev.cairn.internal.store.Background;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.internal.vfs.OpenMode;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.internal.vfs.VfsFile;
import dev.cairn.testkit.vfs.BadSectorVfs;
import dev.cairn.testkit.vfs.ForwardingVfs;
import dev.cairn.testkit.vfs.KeptVfs;
import dev.cairn.testkit.vfs.LeakCheckingVfs;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** When tables are compacted, and what becomes of a store whose tables cannot be. */
class LsmCompactionTest {
  private static final int INGESTED = 6_000;

  private final Vfs files = new KeptVfs(new MemoryVfs());

  private static LsmOptions.Builder options(CompactionStyle style) {
    return LsmOptions.builder()
        .memoryBudgetBytes(4 << 20)
        .memtableBytes(16 << 10)
        .blockBytes(1 << 10)
        .durability(Durability.MEMORY)
        .compaction(style);
  }

  private LsmStore open(LsmOptions options) {
    return LsmStore.open(files, options, LsmThreads.of(Background.none()));
  }

  private static byte[] key(int i) {
    return String.format("key %06d", i).getBytes(UTF_8);
  }

  private static byte[] value(int i) {
    return ("value of " + i).getBytes(UTF_8);
  }

  private static void put(LsmStore store, int from, int to) {
    for (int i = from; i < to; i++) {
      store.put(key(i), value(i));
    }
  }

  private static long detail(LsmStore store, String name) {
    Long found = store.stats().details().get(name);
    return found == null ? 0 : found;
  }

  private static List<Long> tableIds(LsmStore store) {
    return store.tables().list().stream().map(LsmTable::id).toList();
  }

  @Test
  void aStoreThatIsOnlyReadKeepsItsTables() {
    try (LsmStore store = open(options(CompactionStyle.FIFO).build())) {
      for (int i = 0; i < 2 * LeveledPicker.LEVEL_0_TABLES; i++) {
        put(store, 0, 100);
        store.flush();
      }
    }

    try (LsmStore store = open(options(CompactionStyle.LEVELED).build())) {
      List<Long> before = tableIds(store);
      assertThat(store.get(key(0))).isEqualTo(value(0));
      store.verify();
      store.snapshot().close();

      assertThat(tableIds(store)).isEqualTo(before).hasSize(2 * LeveledPicker.LEVEL_0_TABLES);

      store.put(key(0), value(1));
      assertThat(tableIds(store)).doesNotContainAnyElementsOf(before);
    }
  }

  @Test
  void fifoForgetsWhatALeveledStoreHasInItsDeeperLevelsFirst() {
    try (LsmStore store = open(options(CompactionStyle.LEVELED).build())) {
      put(store, 0, 2_000);
      store.compact(KeyRange.all());
      assertThat(detail(store, "level0Tables")).isZero();
    }

    try (LsmStore store = open(options(CompactionStyle.FIFO).fifoBytes(64 << 10).build())) {
      store.delete(key(1));
      store.flush();
      for (int i = 10_000; i < 20_000; i++) {
        store.put(key(i), value(i));
        assertThat(store.get(key(1))).isNull();
      }

      assertThat(store.get(key(0))).isNull();
      assertThat(store.get(key(19_999))).isEqualTo(value(19_999));
      assertThat(detail(store, "level1Tables")).isZero();
      assertThat(detail(store, "level0Bytes")).isLessThan(128 << 10);
    }
  }

  /** Four tables of level 0; the next that is flushed is one too many, and all are merged. */
  private String fillLevel0() {
    try (LsmStore store = open(options(CompactionStyle.LEVELED).build())) {
      for (int i = 0; i < LeveledPicker.LEVEL_0_TABLES - 1; i++) {
        put(store, 0, 100);
        store.flush();
      }
      put(store, 0, 1);
      return TableFormat.fileName(tableIds(store).getFirst());
    }
  }

  private void whatCannotBeReadIsNotCompactedAndWritesGoOn(Vfs disk) {
    LsmOptions options = options(CompactionStyle.LEVELED).build();
    for (int opening = 0; opening < 2; opening++) {
      try (LsmStore store = LsmStore.open(disk, options, LsmThreads.of(Background.none()))) {
        put(store, 100, 200);
        store.flush();
        put(store, 200, 300);

        assertThat(store.stats().failed()).isFalse();
        assertThat(detail(store, "tablesDamaged")).isOne();
        assertThat(detail(store, "level1Tables")).isZero();
        assertThat(store.get(key(250))).isEqualTo(value(250));
      }
    }
  }

  @Test
  void aTableThatTheDiskDoesNotGiveIsLeftAloneAndWritesGoOn() {
    String name = fillLevel0();

    whatCannotBeReadIsNotCompactedAndWritesGoOn(new BadSectorVfs(files, name, 0, 1));

    try (LsmStore store = open(options(CompactionStyle.LEVELED).build())) {
      put(store, 0, 1);
      assertThat(detail(store, "tablesDamaged")).isZero();
      assertThat(detail(store, "level0Tables")).isZero();
      assertThat(store.get(key(99))).isEqualTo(value(99));
      store.verify();
    }
  }

  @Test
  void ofThoseThatAreMergedOnlyTheDamagedTableIsLeftAlone() {
    String name = fillLevel0();
    try (Arena arena = Arena.ofConfined();
        VfsFile file = files.open(name, OpenMode.WRITE)) {
      file.write(TableFormat.HEADER_BYTES, arena.allocate(1).fill((byte) 0x55), 0, 1);
    }

    whatCannotBeReadIsNotCompactedAndWritesGoOn(files);
  }

  /** Only a failure to write makes it uncertain what the disk has. */
  @Test
  void aTableThatCannotBeWrittenMakesTheStoreRefuseWrites() {
    fillLevel0();
    Vfs disk =
        new ForwardingVfs(files) {
          @Override
          public VfsFile open(String name, OpenMode mode) {
            if (mode == OpenMode.CREATE && TableFormat.isTableName(name) && created++ == 1) {
              throw new StoreIOException(name + ": injected");
            }
            return super.open(name, mode);
          }

          private int created;
        };
    try (LsmStore store =
        LsmStore.open(
            disk, options(CompactionStyle.LEVELED).build(), LsmThreads.of(Background.none()))) {
      put(store, 100, 200);
      store.flush();

      assertThat(store.stats().failed()).isTrue();
      assertThat(store.get(key(99))).isEqualTo(value(99));
      assertThatExceptionOfType(StoreFailedException.class)
          .isThrownBy(() -> store.put(key(0), value(0)));
    } catch (StoreFailedException atClosing) {
      assertThat(atClosing).hasMessageContaining("refuse");
    }
  }

  /** A compaction that has begun, and does not end before it is told to. */
  private static final class HeldCompactions extends ForwardingVfs {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch mayGoOn = new CountDownLatch(1);

    HeldCompactions(Vfs inner) {
      super(inner);
    }

    @Override
    public VfsFile open(String name, OpenMode mode) {
      if (mode == OpenMode.CREATE && Thread.currentThread().getName().contains("compact")) {
        begun.countDown();
        await(mayGoOn);
      }
      return super.open(name, mode);
    }

    static void await(CountDownLatch latch) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Test
  void aWriteTakesMemoryOfTheCacheWhileACompactionRuns() throws Exception {
    HeldCompactions disk = new HeldCompactions(files);
    LsmOptions options = options(CompactionStyle.LEVELED).compactionThreads(1).build();
    try (LsmStore store = LsmStore.open(disk, options, LsmThreads.start(1))) {
      byte[] small = new byte[400]; // Longer ones than a block would not stay in the cache.
      store.ingest(IntStream.range(0, 8_000).mapToObj(i -> Map.entry(key(i), small)).iterator());
      store.forEach((key, value) -> {});
      for (int i = 0; i < LeveledPicker.LEVEL_0_TABLES; i++) {
        put(store, 0, 10);
        store.flush();
      }
      HeldCompactions.await(disk.begun);
      long before = store.stats().memoryBytes();

      byte[] large = new byte[3 << 19];
      CompletableFuture<Void> write =
          CompletableFuture.runAsync(() -> store.put(key(5_000), large));
      try {
        write.get(1, TimeUnit.MINUTES); // It takes milliseconds, or does not end.
      } finally {
        disk.mayGoOn.countDown();
      }

      assertThat(before + large.length).isGreaterThan(options.memoryBudgetBytes());
      assertThat(store.get(key(5_000))).isEqualTo(large);
    }
  }

  private static long tableBytes(LsmStore store) {
    return store.tables().list().stream().mapToLong(LsmTable::fileBytes).sum();
  }

  @Test
  void whatARangeRemovesGoesFromAllLevelsOnceItIsFlushed() {
    try (LsmStore store = open(options(CompactionStyle.LEVELED).build())) {
      put(store, 0, 20_000);
      store.compact(KeyRange.all());
      put(store, 0, 2_000);
      assertThat(tableBytes(store)).isGreaterThan(100 << 10);

      store.deleteRange(KeyRange.all());
      store.flush();

      assertThat(store.tables().list()).isEmpty();
    }
  }

  @Test
  void whatASnapshotKeptGoesWhenItIsClosed() {
    for (CompactionStyle style : List.of(CompactionStyle.LEVELED, CompactionStyle.TIERED)) {
      Vfs own = new KeptVfs(new MemoryVfs());
      try (LsmStore store =
          LsmStore.open(own, options(style).build(), LsmThreads.of(Background.none()))) {
        put(store, 0, 5_000);
        Snapshot older = store.snapshot();
        Snapshot newer = store.snapshot();
        for (int i = 0; i < 5_000; i++) {
          store.delete(key(i));
        }
        store.compact(KeyRange.all());
        assertThat(older.get(key(4_999))).isEqualTo(value(4_999));
        long before = tableBytes(store);

        older.close();
        assertThat(tableBytes(store)).isEqualTo(before);
        assertThat(newer.get(key(0))).isEqualTo(value(0));
        newer.close();

        assertThat(store.tables().list()).isEmpty();
        assertThat(store.get(key(0))).isNull();
      }
    }
  }

  @Test
  void replacedValuesThatASnapshotKeptGoWhenItIsClosed() {
    try (LsmStore store = open(options(CompactionStyle.LEVELED).build())) {
      put(store, 0, 5_000);
      Snapshot snapshot = store.snapshot();
      put(store, 0, 5_000);
      store.compact(KeyRange.all());
      long before = tableBytes(store);

      snapshot.close();

      assertThat(tableBytes(store)).isLessThan(before * 2 / 3);
      assertThat(store.get(key(4_999))).isEqualTo(value(4_999));
      store.verify();
    }
  }

  @Test
  void whatACursorKeptGoesWhenItIsClosed() {
    try (LsmStore store = open(options(CompactionStyle.LEVELED).build())) {
      put(store, 0, 5_000);
      Cursor cursor = store.scan(KeyRange.all());
      store.deleteRange(KeyRange.of(key(0), key(4_000)));
      store.compact(KeyRange.all());
      assertThat(cursor.next()).isTrue();
      assertThat(cursor.key()).isEqualTo(key(0));
      long before = tableBytes(store);

      cursor.close();

      assertThat(tableBytes(store)).isLessThan(before / 2);
      assertThat(store.get(key(3_999))).isNull();
      assertThat(store.get(key(4_000))).isEqualTo(value(4_000));
    }
  }

  private List<String> tableFiles() {
    return files.list().stream().filter(TableFormat::isTableName).toList();
  }

  private static List<String> tableNames(LsmStore store) {
    return store.tables().list().stream().map(LsmTable::fileName).toList();
  }

  @Test
  void filesOfTablesGoWhenTheLastCursorThatReadsThemIsClosed() {
    try (LsmStore store = open(options(CompactionStyle.LEVELED).build())) {
      put(store, 0, 2_000);
      store.flush();
      Cursor first = store.scan(KeyRange.all());
      Cursor second = store.scan(KeyRange.all());
      List<String> obsolete = tableNames(store);
      store.compact(KeyRange.all());
      assertThat(tableNames(store)).isNotEmpty().doesNotContainAnyElementsOf(obsolete);

      first.close();
      for (int i = 0; i < 2_000; i++) {
        assertThat(second.next()).isTrue();
        assertThat(second.value()).isEqualTo(value(i));
      }
      assertThat(tableFiles()).containsAll(obsolete);
      second.close();

      assertThat(tableFiles()).containsExactlyInAnyOrderElementsOf(tableNames(store));
    }
  }

  /** A cursor must look for its place again when a memtable goes. */
  @Test
  void aCursorThatHasMovedOnToNewTablesKeepsNoOldFiles() {
    try (LsmStore store = open(options(CompactionStyle.LEVELED).build())) {
      put(store, 0, 2_000);
      try (Cursor cursor = store.scan(KeyRange.all())) {
        List<String> obsolete = tableNames(store);
        put(store, 0, 2_000);
        store.compact(KeyRange.all());
        assertThat(tableNames(store)).isNotEmpty().doesNotContainAnyElementsOf(obsolete);
        assertThat(tableFiles()).containsAll(obsolete);

        assertThat(cursor.next()).isTrue();

        assertThat(tableFiles()).containsExactlyInAnyOrderElementsOf(tableNames(store));
      }
    }
  }

  /** For several tables of what {@link #ingest} writes. */
  private static LsmOptions.Builder severalTables() {
    return options(CompactionStyle.LEVELED).compressedFromLevel(Version.LEVELS);
  }

  private static void ingest(LsmStore store) {
    store.ingest(
        IntStream.range(0, INGESTED).mapToObj(i -> Map.entry(key(i), value(i))).iterator());
  }

  private static void requireIngested(LsmStore store) {
    int found = 0;
    try (Cursor cursor = store.scan(KeyRange.all())) {
      for (; cursor.next(); found++) {
        assertThat(cursor.key()).isEqualTo(key(found));
        assertThat(cursor.value()).isEqualTo(value(found));
      }
    }
    assertThat(found).isEqualTo(INGESTED);
    store.verify();
  }

  @Test
  void aLargeCompactionIsDoneByAllThreadsAtTheSameTime() {
    int threads = 3;
    TableHookVfs disk = new TableHookVfs(files);
    LsmOptions options = severalTables().compactionThreads(threads).build();
    try (LsmStore store = LsmStore.open(disk, options, LsmThreads.start(threads))) {
      ingest(store);
      List<Long> before = tableIds(store);
      CountDownLatch begun = new CountDownLatch(threads);
      disk.setHook(() -> {
        begun.countDown();
        requireReached(begun);
      });

      store.compact(KeyRange.all());

      assertThat(tableIds(store)).doesNotContainAnyElementsOf(before);
      requireIngested(store);
    }
  }

  private static void requireReached(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).as("parts that others do").isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void ofACompactionWhoseLastPartFailsNothingIsLeft() {
    LeakCheckingVfs leaks = new LeakCheckingVfs(files);
    TableHookVfs disk = new TableHookVfs(leaks);
    try (LsmStore store =
        LsmStore.open(disk, severalTables().build(), LsmThreads.of(Background.none()))) {
      ingest(store);
      int ingested = disk.tableCount();
      store.compact(KeyRange.all());
      int compacted = disk.tableCount() - ingested;
      int failing = disk.tableCount() + compacted - 1; // One of the last.
      List<String> before = tableFiles();
      disk.setHook(() -> {
        if (disk.tableCount() == failing) {
          throw new OutOfSpaceException("injected");
        }
      });

      assertThatExceptionOfType(OutOfSpaceException.class)
          .isThrownBy(() -> store.compact(KeyRange.all()));

      assertThat(compacted).isGreaterThan(4);
      assertThat(disk.tableCount()).isEqualTo(failing);
      assertThat(tableFiles()).isEqualTo(before).hasSameSizeAs(tableIds(store));
      requireIngested(store);
      store.compact(KeyRange.all());
      assertThat(tableFiles()).doesNotContainAnyElementsOf(before);
      requireIngested(store);
    }
    leaks.assertNothingOpen();
  }

  @Test
  void tablesOutsideTheRangeThatIsCompactedStay() {
    try (LsmStore store = open(severalTables().build())) {
      ingest(store);
      store.put(key(3_456), value(0));
      store.flush();
      List<LsmTable> before = store.tables().list();
      KeyRange range = KeyRange.of(key(3_000), key(4_000));

      store.compact(range);

      List<Long> outside =
          before.stream().filter(table -> isOutside(table, range)).map(LsmTable::id).toList();
      assertThat(outside).hasSizeBetween(2, before.size() - 2);
      assertThat(tableIds(store)).containsAll(outside);
      assertThat(
              before.stream().filter(table -> !isOutside(table, range)).map(LsmTable::id).toList())
          .doesNotContainAnyElementsOf(tableIds(store));
      assertThat(detail(store, "level0Tables")).isZero();
      assertThat(store.get(key(3_456))).isEqualTo(value(0));
      store.verify();
    }
  }

  private static boolean isOutside(LsmTable table, KeyRange range) {
    return Arrays.compareUnsigned(table.upper(), range.from()) <= 0
        || Arrays.compareUnsigned(range.to(), table.lower()) <= 0;
  }
}
