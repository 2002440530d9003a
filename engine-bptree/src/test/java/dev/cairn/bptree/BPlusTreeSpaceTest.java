package dev.cairn.bptree;

import static dev.cairn.testkit.edit.Edit.decide;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cairn.CorruptionException;
import dev.cairn.Durability;
import dev.cairn.KeyRange;
import dev.cairn.MemoryBudgetException;
import dev.cairn.OutOfSpaceException;
import dev.cairn.Snapshot;
import dev.cairn.WriteBatch;
import dev.cairn.internal.store.Background;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.testkit.Bytes;
import dev.cairn.testkit.Contents;
import dev.cairn.testkit.RandomizedTest;
import dev.cairn.testkit.Seed;
import dev.cairn.testkit.mutant.EditedTest;
import dev.cairn.testkit.vfs.CrashPlan;
import dev.cairn.testkit.vfs.CrashableVfs;
import dev.cairn.testkit.vfs.Damage;
import dev.cairn.testkit.vfs.Fault;
import dev.cairn.testkit.vfs.FaultSpan;
import dev.cairn.testkit.vfs.FaultyVfs;
import dev.cairn.testkit.vfs.KeptVfs;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Where the pages of a store lie: full, used again, and given back. */
@Tag("once")
class BPlusTreeSpaceTest {
  private static final BPlusTreeFixture ENGINE = new BPlusTreeFixture();

  private static Map.Entry<byte[], byte[]> pair(int number) {
    int valueBytes = number % 97 == 0 ? 9_000 : number % 80;
    return Map.entry(key(number), value(number, valueBytes));
  }

  /**
   * Some are so long, and some are alike for so long, that they or their separators have chains.
   */
  private static byte[] key(int number) {
    String text = "key %08d".formatted(number);
    if (number / 40 == 13) {
      text = "key 00000520%s%02d".formatted("x".repeat(1_200), number % 40);
    }
    return Bytes.of(number % 211 == 0 ? text + "x".repeat(6_000) : text).toArray();
  }

  private static byte[] value(int number, int bytes) {
    byte[] value = new byte[bytes];
    new Seed(number).random().nextBytes(value);
    return value;
  }

  private static Iterator<Map.Entry<byte[], byte[]>> pairs(int count) {
    return IntStream.range(0, count).mapToObj(BPlusTreeSpaceTest::pair).iterator();
  }

  private static NavigableMap<Bytes, Bytes> expected(int count) {
    NavigableMap<Bytes, Bytes> expected = new TreeMap<>();
    pairs(count)
        .forEachRemaining(pair -> expected.put(Bytes.of(pair.getKey()), Bytes.of(pair.getValue())));
    return expected;
  }

  @Test
  void loadFillsAnEmptyStoreAndIsOnTheDevice() {
    CrashableVfs disk = new CrashableVfs(1);
    try (BPlusTreeStore store = ENGINE.open(disk, Durability.MEMORY)) {
      store.load(pairs(3_000));

      assertThat(Contents.of(store)).isEqualTo(expected(3_000));
      store.verify();
      assertThatIllegalStateException().isThrownBy(() -> store.load(pairs(1)));
    }

    try (BPlusTreeStore left =
        ENGINE.open(disk.stateAfter(disk.steps(), CrashPlan.dropAll()), Durability.MEMORY)) {
      assertThat(Contents.of(left)).isEqualTo(expected(3_000));
      left.verify();
      left.put(key(1), new byte[3]);
      left.deleteRange(KeyRange.from(key(100)));
      left.verify();
    }
  }

  @Test
  void loadOfKeysOutOfOrderChangesNothing() {
    try (BPlusTreeStore store = ENGINE.open(new MemoryVfs(), Durability.MEMORY)) {
      long pages = store.stats().details().get("pageCount");
      Iterator<Map.Entry<byte[], byte[]>> unordered =
          IntStream.of(1, 2, 3, 3).mapToObj(BPlusTreeSpaceTest::pair).iterator();

      assertThatIllegalArgumentException().isThrownBy(() -> store.load(unordered));

      assertThat(Contents.of(store)).isEmpty();
      assertThat(store.stats().details()).containsEntry("pageCount", pages);
      store.verify();
    }
  }

  @Test
  void whatLoadReadsFromMustNotWrite() {
    try (BPlusTreeStore store = ENGINE.open(new MemoryVfs(), Durability.MEMORY)) {
      Iterator<Map.Entry<byte[], byte[]>> writing =
          IntStream.of(1)
              .mapToObj(i -> {
                store.put(key(i), key(i));
                return pair(i);
              })
              .iterator();

      assertThatIllegalStateException().isThrownBy(() -> store.load(writing));

      assertThat(Contents.of(store)).isEmpty();
    }
  }

  @Test
  void loadOnAFullDiskLeavesTheStoreEmpty() {
    FaultyVfs disk = new FaultyVfs(new MemoryVfs());
    try (BPlusTreeStore store = ENGINE.open(disk, Durability.MEMORY)) {
      disk.failAt(disk.operations() + 1, Fault.ENOSPC, FaultSpan.STICKY);
      assertThatExceptionOfType(OutOfSpaceException.class).isThrownBy(() -> store.load(pairs(300)));
      assertThat(Contents.of(store)).isEmpty();

      disk.heal();
      store.load(pairs(300));
      assertThat(Contents.of(store)).isEqualTo(expected(300));
      store.verify();
    }
  }

  @Test
  void aRangeOfAStoreThatFillsItsMemoryIsDeleted() {
    BPlusTreeOptions options = BPlusTreeOptions.builder().memoryBudgetBytes(4 << 20).build();
    try (BPlusTreeStore store = BPlusTreeStore.openInMemory(options)) {
      int count = 0;
      for (boolean isFull = false; !isFull; count++) {
        try {
          store.put(key(count), new byte[100]);
        } catch (MemoryBudgetException full) {
          isFull = true;
        }
      }
      store.delete(key(0)); // Leaves no page less: what was refused changed nothing.
      store.deleteRange(KeyRange.of(key(1), key(count / 2)));
      for (int i = count; i < count + count / 3; i++) {
        store.put(key(i), new byte[100]);
      }
      store.verify();
    }
  }

  @Test
  void compactOfADamagedPageLeavesTheStoreWritable() {
    MemoryVfs files = new MemoryVfs();
    try (BPlusTreeStore store = ENGINE.open(files, Durability.MEMORY)) {
      store.load(pairs(3_000));
      store.deleteRange(KeyRange.of(key(100), key(1_000)));
    }
    try (BPlusTreeStore store = ENGINE.open(files, Durability.MEMORY)) {
      flipABitOfEachChecksum(files);
      assertThatExceptionOfType(CorruptionException.class).isThrownBy(store::compact);
      assertThat(store.stats().failed()).isFalse();

      flipABitOfEachChecksum(files);
      store.put(key(100), new byte[3]);
      store.compact();
      store.verify();
    }
  }

  private static void flipABitOfEachChecksum(MemoryVfs files) {
    int pageBytes = PageFormat.MIN_PAGE_BYTES;
    long end = files.size(PageFormat.FILE_NAME);
    for (long at = (long) PageFormat.META_PAGES * pageBytes; at < end; at += pageBytes) {
      Damage.flipBit(files, PageFormat.FILE_NAME, at + PageFormat.CHECKSUM_OFFSET, 1);
    }
  }

  /**
   * Pages that views shared are freed when the last of these ends, in the middle of a sweep too.
   */
  @Test
  void viewsThatEndOneAfterTheOtherKeepNothing() {
    BPlusTreeOptions options =
        BPlusTreeOptions.builder().memoryBudgetBytes(32 << 20).pageBytes(4 << 10).build();
    try (BPlusTreeStore store = BPlusTreeStore.openInMemory(options)) {
      store.load(pairs(30_000));
      Snapshot first = store.snapshot();
      Snapshot second = store.snapshot();
      IntStream.range(0, 30_000).forEach(i -> store.put(key(i), new byte[i % 50]));
      assertThat(store.stats().details().get("pagesOnlyInViews")).isGreaterThan(1_000);

      store.put(key(1), new byte[1]);
      first.close();
      store.put(key(1), new byte[2]);
      second.close();
      IntStream.range(0, 20).forEach(i -> store.put(key(1), new byte[i]));

      assertThat(store.stats().details()).containsEntry("pagesOnlyInViews", 0L);
    }
  }

  @Test
  void loadLeavesFullPages() {
    try (BPlusTreeStore store =
        BPlusTreeStore.openInMemory(
            BPlusTreeOptions.builder().memoryBudgetBytes(16 << 20).build())) {
      store.load(
          IntStream.range(0, 20_000)
              .mapToObj(i -> Map.entry(Bytes.of("%016d".formatted(i)).toArray(), new byte[100]))
              .iterator());

      long pageBytes = store.stats().details().get("pageCount") * 8192;
      assertThat(20_000 * 116L).isGreaterThan(pageBytes * 95 / 100);
    }
  }

  @Test
  void keysInOrderLeaveFullPages() {
    try (BPlusTreeStore store =
        BPlusTreeStore.openInMemory(
            BPlusTreeOptions.builder().memoryBudgetBytes(64 << 20).build())) {
      long bytes = 0;
      for (int i = 0; i < 50_000; i++) {
        byte[] key = Bytes.of("key %012d".formatted(i)).toArray();
        store.put(key, new byte[100]);
        bytes += key.length + 100;
      }

      long pageBytes = store.stats().details().get("pageCount") * 8192;
      assertThat(bytes).isGreaterThan(pageBytes * 95 / 100);
      store.verify();
    }
  }

  @Test
  void aCheckpointComesEarlyIfPagesAreNewAndNotChanged() {
    BPlusTreeOptions options =
        BPlusTreeOptions.builder()
            .memoryBudgetBytes(64 << 20)
            .segmentBytes(4 << 10)
            .checkpointBytes(384 << 10)
            .build();
    try (BPlusTreeStore store =
        BPlusTreeStore.open(new KeptVfs(new MemoryVfs()), options, Background.none())) {
      put(store, IntStream.range(0, 2_000));
      long ordered = checkpoints(store);
      put(store, IntStream.range(0, 2_000));

      // Either writes two thirds of the log that makes a checkpoint due in any case.
      assertThat(ordered).as("after new pages").isPositive();
      assertThat(checkpoints(store)).as("after changes of pages").isEqualTo(ordered);

      put(store, IntStream.range(0, 1_000));
      assertThat(checkpoints(store)).as("after as much log as there may be").isGreaterThan(ordered);
    }
  }

  @Test
  void aCheckpointThatComesTooEarlyOrTooLateIsNoticed() throws ReflectiveOperationException {
    EditedTest tests = new EditedTest(getClass(), Checkpoint.class);
    String test = "aCheckpointComesEarlyIfPagesAreNewAndNotChanged";

    tests.requireKilled(test, decide("isDue", 0, false));
    tests.requireKilled(test, decide("isDue", 1, true));
    tests.requireKilled(test, decide("isDue", 3, false));
  }

  private static void put(BPlusTreeStore store, IntStream numbers) {
    numbers.forEach(i -> store.put(Bytes.of("key %012d".formatted(i)).toArray(), new byte[100]));
  }

  private static long checkpoints(BPlusTreeStore store) {
    return store.stats().details().get("checkpointCount");
  }

  @Test
  void batchesOfNearlyASixteenthOfTheBudgetFollowEachOther() {
    BPlusTreeOptions options = BPlusTreeOptions.builder().memoryBudgetBytes(16 << 20).build();
    try (BPlusTreeStore store =
        BPlusTreeStore.open(new KeptVfs(new MemoryVfs()), options, Background.none())) {
      WriteBatch batch = new WriteBatch();
      for (int round = 0; round < 20; round++) {
        batch.clear();
        for (int i = 0; i < 9; i++) {
          batch.put(Bytes.of("key " + i).toArray(), new byte[100_000]);
        }
        store.write(batch, Durability.PROCESS);
        store.put(Bytes.of("small").toArray(), new byte[1]);
      }
      assertThat(store.stats().entryCount()).isEqualTo(10);
    }
  }

  @Test
  void compactionGivesTheLogsFilesBackToo() {
    try (BPlusTreeStore store = ENGINE.open(new MemoryVfs(), Durability.MEMORY)) {
      put(store, IntStream.range(0, 2_000));
      store.deleteRange(KeyRange.all());

      store.compact();

      assertThat(store.stats().diskBytes()).isLessThan(64 << 10);
    }
  }

  @Test
  void keysInNoOrderFillTwoThirds() {
    try (BPlusTreeStore store =
        BPlusTreeStore.openInMemory(
            BPlusTreeOptions.builder().memoryBudgetBytes(64 << 20).build())) {
      SplittableRandom random = new Seed(1).random();
      long bytes = 0;
      for (int i = 0; i < 50_000; i++) {
        byte[] key = new byte[16];
        random.nextBytes(key);
        store.put(key, new byte[100]);
        bytes += key.length + 100;
      }

      long pageBytes = store.stats().details().get("pageCount") * 8192;
      assertThat(bytes).isGreaterThan(pageBytes * 65 / 100);
    }
  }

  @Test
  void compactGivesBackWhatDeletesLeft() {
    MemoryVfs files = new MemoryVfs();
    try (BPlusTreeStore store = ENGINE.open(files, Durability.MEMORY)) {
      store.load(pairs(3_000));
      long full = files.size(PageFormat.FILE_NAME);
      store.deleteRange(KeyRange.of(key(100), key(2_900)));

      store.compact();

      assertThat(files.size(PageFormat.FILE_NAME)).isLessThan(full / 5);
      store.verify();
      NavigableMap<Bytes, Bytes> left = expected(3_000);
      left.subMap(Bytes.of(key(100)), Bytes.of(key(2_900))).clear();
      assertThat(Contents.of(store)).isEqualTo(left);
    }
  }

  /** Pages of the tree as it is now, of the map and of the two copies of the meta page. */
  private static long livePages(BPlusTreeStore store) {
    Map<String, Long> details = store.stats().details();
    return details.get("pageCount") - details.get("pagesOnlyInViews");
  }

  /** Deletes all pairs one by one; at the end there is as much as in the beginning. */
  private static void deleteAll(IntStream order, String what) {
    int count = 3_000;
    try (BPlusTreeStore store = ENGINE.open(new MemoryVfs(), Durability.MEMORY)) {
      long pagesOfNothing = livePages(store);
      store.load(pairs(count));
      assertThat(store.stats().details().get("levels")).isGreaterThan(3);

      NavigableMap<Bytes, Bytes> left = expected(count);
      order.forEach(number -> {
        store.delete(key(number));
        left.remove(Bytes.of(key(number)));
        if (left.size() % 300 == 0) {
          store.verify();
          assertThat(livePages(store) - pagesOfNothing)
              .as("pages of %d pairs, %s", left.size(), what)
              .isLessThan(mostPages(left));
          assertThat(Contents.of(store)).as(what).isEqualTo(left);
        }
      });

      assertThat(store.stats().details()).as(what).containsEntry("levels", 1L);
      assertThat(livePages(store)).as(what).isEqualTo(pagesOfNothing);
    }
  }

  /**
   * Chains are as long as they must be. A leaf is a third full at least, and an inner page has two
   * children at least; but for those at either end of the tree.
   */
  private static long mostPages(NavigableMap<Bytes, Bytes> pairs) {
    PageShape shape = new PageShape(4 << 10, 4);
    long chains = 0;
    long leafBytes = 0;
    for (Map.Entry<Bytes, Bytes> pair : pairs.entrySet()) {
      int inKey = Math.min(pair.getKey().length(), shape.maxInlineKeyBytes());
      int rest = pair.getKey().length() - inKey;
      boolean isChained = rest > 0 || inKey + pair.getValue().length() > shape.maxCellBytes();
      int inChain = isChained ? rest + pair.getValue().length() : 0;
      chains += shape.chainPages(inChain);
      leafBytes += PageFormat.CELL_HEADER_BYTES + PageEdit.ENTRY_BYTES + inKey;
      leafBytes += isChained ? PageFormat.CHAIN_PAYLOAD_BYTES : pair.getValue().length();
    }
    return chains + 2 * (3 * leafBytes / shape.pageBytes()) + 10;
  }

  @Test
  void deletingFromTheFirstToTheLastLeavesOneEmptyLeaf() {
    deleteAll(IntStream.range(0, 3_000), "ascending");
  }

  @Test
  void deletingFromTheLastToTheFirstLeavesOneEmptyLeaf() {
    deleteAll(IntStream.range(0, 3_000).map(i -> 2_999 - i), "descending");
  }

  @RandomizedTest(runs = 1)
  void deletingInAnyOrderLeavesOneEmptyLeaf(Seed seed) {
    List<Integer> numbers = new ArrayList<>(IntStream.range(0, 3_000).boxed().toList());
    Collections.shuffle(numbers, seed.random());

    deleteAll(numbers.stream().mapToInt(number -> number), "shuffled by " + seed);
  }

  @Test
  void pagesWithMoreChildrenThanTheyMayHaveNowAreSplit() {
    MemoryVfs files = new MemoryVfs();
    BPlusTreeOptions.Builder options =
        BPlusTreeOptions.builder()
            .memoryBudgetBytes(1 << 20)
            .segmentBytes(4 << 10)
            .pageBytes(4 << 10);
    try (BPlusTreeStore store =
        BPlusTreeStore.open(new KeptVfs(files), options.build(), Background.none())) {
      store.load(pairs(3_000));
      assertThat(store.stats().details()).containsEntry("levels", 2L);
    }

    try (BPlusTreeStore store =
        BPlusTreeStore.open(
            new KeptVfs(files), options.maxChildren(4).build(), Background.none())) {
      for (int i = 0; i < 3_000; i++) {
        store.delete(key(i));
        store.put(key(i + 3_000), value(i, 200));
      }
      store.verify();
      assertThat(store.stats().entryCount()).isEqualTo(3_000);
      assertThat(store.stats().details().get("levels")).isGreaterThan(3);
    }
  }

  @Test
  void overwritingForLongDoesNotMakeTheFilesLonger() {
    try (BPlusTreeStore store = ENGINE.open(new MemoryVfs(), Durability.MEMORY)) {
      store.load(pairs(1_000));
      store.compact();
      long compact = store.stats().diskBytes();
      SplittableRandom random = new Seed(3).random();
      for (int round = 0; round < 60; round++) {
        for (int i = 0; i < 200; i++) {
          int number = random.nextInt(1_000);
          store.put(key(number), value(round, number % 97 == 0 ? 9_000 : 40));
        }
        assertThat(store.stats().diskBytes()).as("round %d", round).isLessThan(4 * compact);
      }
      store.verify();
    }
  }

  @Test
  void whenNobodyWritesAnyMoreTheFileIsCompacted() {
    List<Runnable> later = new ArrayList<>();
    try (BPlusTreeStore store =
        ENGINE.open(new MemoryVfs(), Durability.PROCESS, Background.none(later::add))) {
      store.load(pairs(1_000));
      for (int i = 0; i < 900; i++) {
        store.delete(key(i));
      }
      long before = store.stats().diskBytes();
      assertThat(later).hasSize(1);

      store.put(key(900), value(1, 30));
      later.removeFirst().run(); // Somebody has written: it waits once more.
      assertThat(store.stats().diskBytes()).isGreaterThanOrEqualTo(before);
      assertThat(later).hasSize(1);
      later.removeFirst().run();

      assertThat(store.stats().diskBytes()).isLessThan(before * 2 / 3);
      assertThat(later).isEmpty();
      assertThat(Contents.of(store)).hasSize(100);
      store.verify();
    }
  }

  @Test
  void whatSnapshotsKeepIsNotCompacted() {
    List<Runnable> later = new ArrayList<>();
    try (BPlusTreeStore store =
        ENGINE.open(new MemoryVfs(), Durability.PROCESS, Background.none(later::add))) {
      store.load(pairs(1_000));
      Snapshot snapshot = store.snapshot();
      overwrite(store);
      assertThat(later).isEmpty();

      snapshot.close();
      overwrite(store);
      assertThat(later).hasSize(1);
      try (Snapshot _ = store.snapshot()) {
        long before = store.stats().diskBytes();
        later.removeFirst().run();
        assertThat(store.stats().diskBytes()).isGreaterThanOrEqualTo(before);
      }
    }
  }

  private static void overwrite(BPlusTreeStore store) {
    for (int i = 0; i < 2_000; i++) {
      store.put(key(i % 1_000), value(i, 30));
    }
  }

  @Test
  void longSnapshotKeepsItsPagesAndNoOthers() {
    try (BPlusTreeStore store = ENGINE.open(new MemoryVfs(), Durability.MEMORY)) {
      store.load(pairs(1_000));
      try (Snapshot snapshot = store.snapshot()) {
        for (int round = 0; round < 20; round++) {
          for (int i = 0; i < 1_000; i += 3) {
            store.put(key(i), value(round, 30));
          }
        }
        assertThat(store.stats().details().get("pagesOnlyInViews")).isPositive();
        assertThat(snapshot.get(key(3))).isEqualTo(pair(3).getValue());
        store.verify();
      }
      store.put(key(0), new byte[1]);
      store.compact();
      // The last checkpoint's are all that is kept besides the tree.
      assertThat(store.stats().details().get("pagesOnlyInViews")).isZero();
      store.verify();
    }
  }
}
