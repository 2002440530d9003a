package dev.cairn.lsm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cairn.Cursor;
import dev.cairn.Durability;
import dev.cairn.KeyRange;
import dev.cairn.MemoryBudgetException;
import dev.cairn.Reader;
import dev.cairn.Snapshot;
import dev.cairn.WriteBatch;
import dev.cairn.internal.store.Background;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.testkit.RandomizedTest;
import dev.cairn.testkit.Seed;
import dev.cairn.testkit.vfs.KeptVfs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What only the LSM store promises. */
class LsmStoreTest {
  private static final LsmOptions OPTIONS =
      LsmOptions.builder()
          .memoryBudgetBytes(4 << 20)
          .memtableBytes(16 << 10)
          .blockBytes(1 << 10)
          .compressedFromLevel(1)
          .durability(Durability.MEMORY)
          .build();

  // Of 16 KiB, each node 72 bytes at most.
  private static final int NODES_PER_CHUNK = 227;

  private static LsmStore open(LsmOptions options) {
    return open(new MemoryVfs(), options);
  }

  private static LsmStore open(Vfs files, LsmOptions options) {
    return LsmStore.open(files, options, LsmThreads.of(Background.none()));
  }

  private static byte[] key(int i) {
    return String.format("key %06d", i).getBytes(UTF_8);
  }

  private static byte[] value(int i) {
    return ("value of " + i).getBytes(UTF_8);
  }

  private static long detail(LsmStore store, String name) {
    Long found = store.stats().details().get(name);
    return found == null ? 0 : found;
  }

  private static List<Map.Entry<byte[], byte[]>> pairs(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> Map.entry(key(i), value(i))).toList();
  }

  @Test
  void ingestedPairsAreThereAtOnceAndOverWhatWasWritten() {
    try (LsmStore store = open(OPTIONS)) {
      store.put(key(5), value(-1));
      Snapshot before = store.snapshot();

      store.ingest(pairs(0, 5_000).iterator());
      store.put(key(7), value(-7));

      assertThat(store.get(key(5))).isEqualTo(value(5));
      assertThat(store.get(key(4_999))).isEqualTo(value(4_999));
      assertThat(store.get(key(7))).isEqualTo(value(-7));
      assertThat(before.get(key(5))).isEqualTo(value(-1));
      assertThat(before.get(key(6))).isNull();
      assertThat(store.stats().entryCount()).isEqualTo(5_000);
      before.close();
      store.verify();
    }
  }

  @Test
  void ingestOutsideOfEverythingGoesToTheLowestLevel() {
    try (LsmStore store = open(OPTIONS)) {
      store.ingest(pairs(0, 1_000).iterator());

      assertThat(detail(store, "level6Tables")).isPositive();
      assertThat(detail(store, "level0Tables")).isZero();
    }
  }

  @Test
  void ingestOutOfOrderChangesNothing() {
    try (LsmStore store = open(OPTIONS)) {
      List<Map.Entry<byte[], byte[]>> wrong = pairs(0, 10).reversed();

      assertThatIllegalArgumentException().isThrownBy(() -> store.ingest(wrong.iterator()));

      assertThat(store.stats().entryCount()).isZero();
      store.verify();
    }
  }

  @Test
  void tablesAreShownWithAllTheirEntries() {
    try (LsmStore store = open(OPTIONS)) {
      store.ingest(pairs(0, 1_000).iterator());
      store.delete(key(3));
      store.flush();
      List<LsmTable> tables = store.tables().list();
      List<String> newest = new ArrayList<>();
      List<byte[]> keys = new ArrayList<>();

      store
          .tables()
          .visit(
              tables.getFirst(),
              (key, sequence, isDelete, valueBytes) -> {
                assertThatIllegalStateException().isThrownBy(store::close);
                newest.add(new String(key, UTF_8) + (isDelete ? " deleted" : " put"));
              });
      for (LsmTable table : tables.subList(1, tables.size())) {
        store.tables().visit(table, (key, sequence, isDelete, valueBytes) -> keys.add(key));
      }

      assertThat(newest).containsExactly("key 000003 deleted");
      assertThat(tables.getFirst().level()).isZero();
      assertThat(tables.getLast().level()).isEqualTo(Version.LEVELS - 1);
      assertThat(keys).hasSize(1_000);
      assertThat(keys.getLast()).isEqualTo(key(999));
      assertThat(tables.stream().mapToLong(LsmTable::entries).sum()).isEqualTo(1_001);
      store.compact(KeyRange.all());
      assertThatIllegalArgumentException()
          .isThrownBy(() -> store.tables().visit(tables.getFirst(), (k, s, d, v) -> {}));
    }
  }

  @Test
  void compactingLeavesNothingOfWhatWasRemoved() {
    try (LsmStore store = open(OPTIONS)) {
      for (int i = 0; i < 3_000; i++) {
        store.put(key(i), value(i));
      }
      store.deleteRange(KeyRange.of(key(0), key(1_000)));
      for (int i = 1_000; i < 3_000; i++) {
        store.delete(key(i));
      }

      store.compact(KeyRange.all());

      assertThat(store.stats().entryCount()).isZero();
      assertThat(
              IntStream.range(0, Version.LEVELS)
                  .mapToLong(level -> detail(store, "level" + level + "Tables"))
                  .sum())
          .isZero();
    }
  }

  @Test
  void whatASnapshotSeesSurvivesCompaction() {
    try (LsmStore store = open(OPTIONS)) {
      for (int i = 0; i < 1_000; i++) {
        store.put(key(i), value(i));
      }
      try (Snapshot snapshot = store.snapshot();
          Cursor cursor = store.scan(KeyRange.all())) {
        assertThat(cursor.next()).isTrue();
        for (int i = 0; i < 1_000; i++) {
          store.put(key(i), value(-i));
        }
        store.deleteRange(KeyRange.all());
        store.compact(KeyRange.all());

        for (int i = 0; i < 1_000; i++) {
          assertThat(snapshot.get(key(i))).isEqualTo(value(i));
          assertThat(cursor.value()).isEqualTo(value(i));
          assertThat(cursor.next()).isEqualTo(i < 999);
        }
      }
      store.compact(KeyRange.all());
      assertThat(store.stats().entryCount()).isZero();
      assertThat(detail(store, "sortedRuns")).isEqualTo(1);
    }
  }

  @RandomizedTest(runs = 8)
  void manyAtOnceAreFoundAsOneAfterAnother(Seed seed) {
    SplittableRandom random = seed.random();
    int keys = 1 + random.nextInt(400);
    try (LsmStore store = open(OPTIONS)) {
      Snapshot snapshot = store.snapshot();
      for (int i = random.nextInt(4_000); i > 0; i--) {
        int key = random.nextInt(keys);
        switch (random.nextInt(200)) {
          case 0 -> store.flush();
          case 1 -> store.compact(KeyRange.all());
          case 2 -> store.deleteRange(KeyRange.of(key(key), key(key + random.nextInt(20))));
          case 3 -> store.put(key(key), new byte[5_000]); // In a block of its own.
          case 4 -> {
            snapshot.close();
            snapshot = store.snapshot();
          }
          case 5, 6, 7, 8, 9, 10, 11, 12 -> store.delete(key(key));
          default -> store.put(key(key), value(i));
        }
      }
      List<byte[]> sought =
          random.ints(random.nextInt(300), 0, keys + 20).mapToObj(LsmStoreTest::key).toList();

      for (Reader reader : List.of(store, snapshot)) {
        assertThat(reader.getAll(sought))
            .usingElementComparator(Arrays::compare)
            .containsExactlyElementsOf(sought.stream().map(reader::get).toList());
      }
      snapshot.close();
    }
  }

  @Test
  void fifoForgetsTheOldest() {
    try (LsmStore store = open(fifo(64 << 10))) {
      for (int i = 0; i < 10_000; i++) {
        store.put(key(i), value(i));
      }

      assertThat(store.get(key(0))).isNull();
      assertThat(store.get(key(9_999))).isEqualTo(value(9_999));
      assertThat(detail(store, "level0Bytes")).isLessThan(128 << 10);
    }
  }

  private static LsmOptions fifo(long bytes) {
    return LsmOptions.builder()
        .memoryBudgetBytes(4 << 20)
        .memtableBytes(16 << 10)
        .compaction(CompactionStyle.FIFO)
        .fifoBytes(bytes)
        .build();
  }

  /** The cursor stands in a table that goes, and the next pair has come to a table that stays. */
  @Test
  void aCursorWhosePairIsDroppedPassesOverNoOther() {
    for (boolean forward : new boolean[] {true, false}) {
      try (LsmStore store = open(fifo(64 << 10))) {
        store.put(key(1), value(1));
        int filler = 10;
        while (detail(store, "level0Bytes") == 0) {
          store.put(key(filler), value(filler++));
        }
        store.put(key(0), value(0));
        store.put(key(2), value(2));
        try (Cursor cursor = store.scan(KeyRange.all())) {
          assertThat(cursor.seek(key(1))).isTrue();
          while (store.get(key(1)) != null) {
            store.put(key(filler), value(filler++));
          }
          assertThat(store.get(key(0))).isEqualTo(value(0));
          assertThat(store.get(key(2))).isEqualTo(value(2));

          assertThat(cursor.key()).isEqualTo(key(1));
          assertThat(cursor.value()).isEqualTo(value(1));
          assertThat(forward ? cursor.next() : cursor.previous()).isTrue();
          assertThat(cursor.key()).isEqualTo(key(forward ? 2 : 0));
          assertThat(cursor.value()).isEqualTo(value(forward ? 2 : 0));
        }
      }
    }
  }

  /** The pair was in a memtable, whose table was dropped before the cursor saw it. */
  @Test
  void aCursorDoesNotGiveTheValueOfAnotherPairForOneThatIsDropped() {
    try (LsmStore store = open(fifo(0))) {
      store.put(key(1), value(1));
      try (Cursor cursor = store.scan(KeyRange.all())) {
        assertThat(cursor.next()).isTrue();
        for (int i = 2; store.get(key(1)) != null; i++) {
          store.put(key(i), value(i));
        }
        store.put(key(2), value(-2));

        for (int attempt = 0; attempt < 2; attempt++) {
          assertThatIllegalStateException()
              .isThrownBy(cursor::value)
              .withMessageContaining("its table was dropped");
        }
        assertThat(cursor.next()).isFalse();
      }
    }
  }

  @Test
  void valuesLongerThanABlockGoThroughFlushAndCompaction() {
    byte[] large = new byte[300_000];
    large[299_999] = 7;
    LsmOptions options =
        LsmOptions.builder().memoryBudgetBytes(16 << 20).memtableBytes(64 << 10).build();
    try (LsmStore store = open(options)) {
      for (int i = 0; i < 4; i++) {
        store.put(key(i), large);
      }
      store.compact(KeyRange.all());

      try (Cursor cursor = store.scan(KeyRange.all())) {
        for (int i = 0; i < 4; i++) {
          assertThat(cursor.next()).isTrue();
          assertThat(cursor.value()).isEqualTo(large);
          assertThat(store.get(key(i))).isEqualTo(large);
        }
        assertThat(cursor.previous()).isTrue();
        assertThat(cursor.key()).isEqualTo(key(2));
      }
      store.verify();
    }
  }

  /**
   * The one batch lacks memory for its nodes, the other, which has that, for its records. No
   * segment is prepared, so that the next write must find memory for one.
   */
  @ParameterizedTest
  @ValueSource(ints = {63, 62})
  void aBatchThatIsTooLargeIsRefusedAndTheNextWriteIsNot(int chunks) {
    LsmOptions options =
        LsmOptions.builder()
            .memoryBudgetBytes(1 << 20)
            .memtableBytes(128 << 10)
            .blockBytes(1 << 10)
            .build();
    MemoryVfs disk = new MemoryVfs();
    try (LsmStore store = open(new KeptVfs(disk), options)) {
      store.put(key(0), value(0));
    }
    try (LsmStore store = open(disk, options)) {
      WriteBatch batch = new WriteBatch();
      for (int i = chunks * NODES_PER_CHUNK; i > 1; i--) { // One chunk has the head of the list.
        batch.delete(key(0));
      }
      assertThatExceptionOfType(MemoryBudgetException.class)
          .isThrownBy(() -> store.write(batch, Durability.PROCESS));

      store.put(key(1), value(1));

      assertThat(store.get(key(0))).isEqualTo(value(0));
      assertThat(store.get(key(1))).isEqualTo(value(1));
      store.verify();
    }
  }

  @Test
  void aCompactionTakesItsMemoryFromTheCache() {
    LsmOptions options =
        LsmOptions.builder()
            .memoryBudgetBytes(1 << 20)
            .memtableBytes(16 << 10)
            .blockBytes(32 << 10)
            .build();
    byte[] value = new byte[2_000];
    try (LsmStore store = open(options)) {
      store.ingest(IntStream.range(0, 600).mapToObj(i -> Map.entry(key(i), value)).iterator());
      for (int round = 0; round < 12; round++) {
        for (int i = 0; i < 600; i++) {
          assertThat(store.get(key(i))).hasSize(value.length);
        }
        store.put(key(0), value);
        store.flush();
      }

      assertThat(detail(store, "level0Tables")).isLessThanOrEqualTo(4);
    }
  }

  @Test
  void aWriteIsDoneIfThereIsNoThreadForTheFlushAndTheNextOneBeginsIt() {
    AtomicBoolean isThreadThere = new AtomicBoolean();
    Executor flush =
        task -> {
          if (!isThreadThere.get()) {
            throw new OutOfMemoryError("unable to create native thread");
          }
          task.run();
        };
    LsmThreads threads = new LsmThreads(Runnable::run, flush, Runnable::run, 1, () -> {});
    try (LsmStore store = LsmStore.open(new MemoryVfs(), OPTIONS, threads)) {
      for (int i = 0; i < 3; i++) {
        store.put(key(i), new byte[10_000]);
      }
      assertThat(detail(store, "memtableCount")).isEqualTo(2);
      isThreadThere.set(true);

      store.put(key(3), value(3));

      assertThat(detail(store, "flushCount")).isEqualTo(1);
      assertThat(detail(store, "memtableCount")).isEqualTo(1);
    }
  }

  @Test
  void removedRangesThatOverlapAreFlushedBeforeTheyFillTheHeap() {
    LsmOptions options =
        LsmOptions.builder().memoryBudgetBytes(16 << 20).memtableBytes(1 << 20).build();
    try (LsmStore store = open(options)) {
      store.put(key(4_999), value(1));
      for (int i = 0; i < 4_000; i++) {
        store.deleteRange(KeyRange.of(key(0), key(i + 1))); // Each covers all before.
      }

      assertThat(detail(store, "flushCount")).isGreaterThan(5);
      assertThat(store.get(key(4_999))).isEqualTo(value(1));
      assertThat(store.get(key(7))).isNull();
    }
  }

  @Test
  void keysWithLongCommonPrefixesAndAllLengthsAreFound() {
    try (LsmStore store = open(OPTIONS)) {
      byte[][] keys = new byte[600][];
      for (int i = 0; i < keys.length; i++) {
        keys[i] = new byte[i];
      }
      for (byte[] key : keys) {
        store.put(key, new byte[] {(byte) key.length});
      }
      store.compact(KeyRange.all());

      for (byte[] key : keys) {
        assertThat(store.get(key)).containsExactly((byte) key.length);
      }
      store.verify();
    }
  }
}
