package dev.cairn.lsm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.Durability;
import dev.cairn.MemoryBudgetException;
import dev.cairn.internal.log.Log;
import dev.cairn.internal.log.LogRecord;
import dev.cairn.internal.log.LogRecovery;
import dev.cairn.internal.log.LogSettings;
import dev.cairn.internal.log.LogStart;
import dev.cairn.internal.log.SegmentMemory;
import dev.cairn.internal.log.SegmentStay;
import dev.cairn.internal.memory.Epochs;
import dev.cairn.internal.memory.MemoryBudget;
import dev.cairn.internal.simd.Xxh3;
import dev.cairn.testkit.RandomizedTest;
import dev.cairn.testkit.Seed;
import dev.cairn.testkit.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The index of a memtable leads to the records of a log as a sorted map would. */
class MemtableIndexTest {
  private static final int SEGMENT_BYTES = 64 << 10;

  private final MemoryBudget budget = new MemoryBudget(64 << 20);
  private final Epochs epochs = new Epochs();
  private final List<LogRecords> records = new ArrayList<>();
  private final Log log =
      LogRecovery.open(
          new LogSettings(
              null,
              1,
              new SegmentMemory(budget, epochs, SEGMENT_BYTES, SegmentStay.UNTIL_REMOVED),
              epochs,
              Runnable::run,
              0),
          LogStart.NEW,
          addresses -> {
            records.add(new LogRecords(addresses));
            return (segment, memory, offset) -> {};
          });
  private final List<MemtableIndex> indexes = new ArrayList<>();

  @AfterEach
  void closeAll() {
    epochs.close();
    indexes.forEach(MemtableIndex::close);
    log.close();
    assertThat(budget.usedBytes()).isZero();
  }

  private MemtableIndex newIndex(byte[] prefix) {
    MemtableIndex index = MemtableIndex.create(budget, records.getFirst(), 1 << 20, prefix);
    indexes.add(index);
    return index;
  }

  private static long hash(byte[] key) {
    return Xxh3.hash(key, 0, key.length, 7);
  }

  /** Appends and adds a record, and returns its sequence. */
  private long put(MemtableIndex index, byte[] key) {
    index.reserve(1);
    long address = log.append(LogRecord.put(key, key), Durability.MEMORY);
    index.add(address, key, 0, key.length, hash(key));
    return records.getFirst().sequence(address);
  }

  private long sequence(MemtableIndex index, int node) {
    return node == SkipList.NONE ? -1 : records.getFirst().sequence(index.address(node));
  }

  /** Some begin with the prefix that heads are made for, some before it or behind it. */
  private static byte[] key(SplittableRandom random) {
    String prefix = List.of("", "k", "key:", "key;", "kez", "zz").get(random.nextInt(6));
    byte[] rest = new byte[random.nextInt(12)];
    for (int i = 0; i < rest.length; i++) {
      rest[i] = (byte) (random.nextInt(3) - 1);
    }
    byte[] start = prefix.getBytes(UTF_8);
    byte[] key = Arrays.copyOf(start, start.length + rest.length);
    System.arraycopy(rest, 0, key, start.length, rest.length);
    return key;
  }

  @RandomizedTest(runs = 40)
  void findsTheNewestOfEachTimeAndGoesThroughAllInOrder(Seed seed) {
    SplittableRandom random = seed.random();
    MemtableIndex index = newIndex(random.nextBoolean() ? "key:".getBytes(UTF_8) : new byte[0]);
    NavigableMap<byte[], List<Long>> model = new TreeMap<>(Arrays::compareUnsigned);
    for (int i = 0; i < 600; i++) {
      byte[] key = key(random);
      model.computeIfAbsent(key, k -> new ArrayList<>()).addFirst(put(index, key));
    }
    assertThat(forward(index.scan())).isEqualTo(entries(model));

    for (int i = 0; i < 600; i++) {
      byte[] key = key(random);
      List<Long> newestFirst = model.getOrDefault(key, List.of());
      long before = random.nextLong(sequenceOfEnd() + 1);
      assertThat(sequence(index, index.newest(key, hash(key))))
          .isEqualTo(newestFirst.isEmpty() ? -1 : newestFirst.getFirst());
      assertThat(sequence(index, index.newestBefore(index.newest(key, hash(key)), key, before)))
          .isEqualTo(newestFirst.stream().filter(s -> s < before).findFirst().orElse(-1L));
    }
    requireOrder(new MemtableCursor(index.ordered(), records.getFirst()), model);
    assertThat(forward(index.scan())).isEqualTo(entries(model));
  }

  @RandomizedTest(runs = 5)
  void cursorsHaveAllThatWasAddedBeforeLinkedOrNot(Seed seed) {
    SplittableRandom random = seed.random();
    MemtableIndex index = newIndex(new byte[0]);
    NavigableMap<byte[], List<Long>> model = new TreeMap<>(Arrays::compareUnsigned);
    for (int i = 0; i < 30; i++) {
      for (int more = random.nextInt(1 << random.nextInt(9)); more > 0; more--) {
        byte[] key = new byte[random.nextInt(12)];
        random.nextBytes(key);
        model.computeIfAbsent(key, k -> new ArrayList<>()).addFirst(put(index, key));
      }
      MergingCursor cursor = new MergingCursor(index.cursors());
      List<String> expected = entries(model);
      cursor.first();
      assertThat(rest(cursor)).isEqualTo(expected);
      cursor.last();
      assertThat(rest(cursor).reversed()).isEqualTo(expected);
      for (int seeks = 0; seeks < 10 && !model.isEmpty(); seeks++) {
        byte[] key = new byte[1 + random.nextInt(2)];
        random.nextBytes(key);
        cursor.seek(key, key.length);
        assertThat(first(cursor)).isEqualTo(entries(model.tailMap(key, true)).stream().findFirst());
        cursor.seekBelow(key, key.length);
        assertThat(first(cursor))
            .isEqualTo(entries(model.headMap(key, false)).reversed().stream().findFirst());
      }
    }
  }

  private static EntryCursor top(MergingCursor cursor) {
    return Objects.requireNonNull(cursor.top());
  }

  private static Optional<String> first(MergingCursor cursor) {
    return Optional.ofNullable(cursor.top()).map(MemtableIndexTest::entry);
  }

  private static List<String> rest(MergingCursor cursor) {
    List<String> entries = new ArrayList<>();
    for (; cursor.top() != null; cursor.advance()) {
      entries.add(first(cursor).orElseThrow());
    }
    return entries;
  }

  private long sequenceOfEnd() {
    return log.endPosition() / Long.BYTES;
  }

  private static void requireOrder(MemtableCursor cursor, NavigableMap<byte[], List<Long>> model) {
    List<String> expected = entries(model);
    List<String> backward = new ArrayList<>();
    for (cursor.last(); cursor.valid; cursor.previous()) {
      backward.add(entry(cursor));
    }
    assertThat(forward(cursor)).isEqualTo(expected);
    assertThat(backward.reversed()).isEqualTo(expected);
    model.keySet().forEach(key -> requireSeeks(cursor, key, model));
  }

  private static List<String> entries(NavigableMap<byte[], List<Long>> model) {
    List<String> entries = new ArrayList<>();
    model.forEach((key, sequences) ->
        sequences.forEach(sequence -> entries.add(Arrays.toString(key) + sequence)));
    return entries;
  }

  private static List<String> forward(EntryCursor cursor) {
    List<String> entries = new ArrayList<>();
    for (cursor.first(); cursor.valid; cursor.next()) {
      entries.add(entry(cursor));
    }
    return entries;
  }

  private static String entry(EntryCursor cursor) {
    return Arrays.toString(Arrays.copyOf(cursor.key, cursor.keyBytes)) + cursor.sequence;
  }

  private static void requireSeeks(
      MemtableCursor cursor, byte[] key, NavigableMap<byte[], List<Long>> model) {
    cursor.seek(key, key.length);
    assertThat(cursor.sequence).isEqualTo(model.get(key).getFirst());
    byte[] lower = model.lowerKey(key);
    cursor.seekBelow(key, key.length);
    assertThat(cursor.valid).isEqualTo(lower != null);
    if (lower != null) {
      assertThat(cursor.sequence).isEqualTo(model.get(lower).getLast());
    }
  }

  @Test
  void readersFindAllThatWasAddedBeforeTheyLookedWhileOthersAreAdded() {
    MemtableIndex index = newIndex("key ".getBytes(UTF_8));
    int keys = 500;
    AtomicInteger added = new AtomicInteger();
    byte[][] names = new byte[keys][];
    Arrays.setAll(names, i -> ("key " + i * 7919 % keys).getBytes(UTF_8));
    int writes = 20 * keys;

    Workers.run(
        3,
        worker -> {
          if (worker == 0) {
            for (int i = 0; i < writes; i++) {
              put(index, names[i % keys]);
              added.set(i + 1);
            }
            return;
          }
          SplittableRandom random = new Seed(worker).random();
          for (int count; (count = added.get()) < writes; ) {
            byte[] key = names[random.nextInt(Math.clamp(count, 1, keys))];
            if (count > 0) {
              assertThat(index.newest(key, hash(key))).isNotEqualTo(SkipList.NONE);
            }
            MergingCursor cursor = new MergingCursor(index.cursors());
            cursor.seek(key, key.length);
            if (count > 0) {
              assertThat(top(cursor).key).startsWith(key);
            }
            for (int i = 0; i < 20 && cursor.top() != null; i++) {
              byte[] last = Arrays.copyOf(top(cursor).key, top(cursor).keyBytes);
              long lastSequence = top(cursor).sequence;
              cursor.advance();
              EntryCursor next = cursor.top();
              if (next != null) {
                int order =
                    Arrays.compareUnsigned(last, 0, last.length, next.key, 0, next.keyBytes);
                // What another thread has linked meanwhile comes twice.
                assertThat(order < 0 || (order == 0 && next.sequence <= lastSequence)).isTrue();
              }
            }
          }
        });

    for (int i = 0; i < keys; i++) {
      assertThat(index.newest(names[i], hash(names[i]))).isNotEqualTo(SkipList.NONE);
    }
  }

  @RandomizedTest(runs = 200)
  void seekFindsNothingBeforeItsKeyWhileOthersAreLinked(Seed seed) {
    MemtableIndex index = newIndex(new byte[0]);
    SplittableRandom random = seed.random();
    SplittableRandom readersRandom = random.split();
    AtomicBoolean isDone = new AtomicBoolean();
    Workers.run(
        2,
        worker -> {
          if (worker == 0) {
            for (int i = 0; i < 200; i++) {
              put(index, shortKey(random));
              index.order();
            }
            isDone.set(true);
            return;
          }
          while (!isDone.get()) {
            byte[] key = shortKey(readersRandom);
            MergingCursor cursor = new MergingCursor(index.cursors());
            cursor.seek(key, key.length);
            EntryCursor found = cursor.top();
            assertThat(found == null || isBefore(key, found)).isTrue();
          }
        });
  }

  private static boolean isBefore(byte[] key, EntryCursor entry) {
    return Arrays.compareUnsigned(key, 0, key.length, entry.key, 0, entry.keyBytes) <= 0;
  }

  private static byte[] shortKey(SplittableRandom random) {
    return new byte[] {(byte) random.nextInt()};
  }

  @Test
  void aNodeThatIsLinkedAgainStaysWhereItIs() {
    MemtableIndex index = newIndex(new byte[0]);
    for (int i = 0; i < 100; i++) {
      put(index, new byte[] {(byte) (i * 7)});
    }
    SkipList list = index.ordered();
    int count = 0;
    for (int node = list.firstNode(); node != SkipList.NONE; node = list.next(node)) {
      list.link(node);
      assertThat(++count).isLessThanOrEqualTo(100);
    }
    assertThat(count).isEqualTo(100);
  }

  @Test
  void keysThatComeInOrderAreFoundToo() {
    MemtableIndex index = newIndex(new byte[0]);
    List<Long> sequences = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      sequences.add(put(index, String.format("%05d", i).getBytes(UTF_8)));
    }

    MemtableCursor cursor = new MemtableCursor(index.ordered(), records.getFirst());
    int i = 0;
    for (cursor.first(); cursor.valid; cursor.next()) {
      assertThat(cursor.sequence).isEqualTo(sequences.get(i++));
    }
    assertThat(i).isEqualTo(2_000);
  }

  @Test
  void whatIsReservedCanBeAddedAndNoMoreMemoryIsTakenThanThereIs() {
    MemoryBudget small = new MemoryBudget(64 << 10);
    try (MemtableIndex index =
        MemtableIndex.create(small, records.getFirst(), 16 << 10, new byte[0])) {
      long before = small.usedBytes();

      assertThatThrownBy(() -> index.reserve(10_000)).isInstanceOf(MemoryBudgetException.class);

      assertThat(small.usedBytes()).isEqualTo(before);
      index.reserve(100);
      for (int i = 0; i < 100; i++) {
        byte[] key = {(byte) i};
        index.add(log.append(LogRecord.put(key, key), Durability.MEMORY), key, 0, 1, hash(key));
      }
      assertThat(index.newest(new byte[] {99}, hash(new byte[] {99}))).isNotEqualTo(SkipList.NONE);
    }
    assertThat(small.usedBytes()).isZero();
    assertThatThrownBy(() ->
            MemtableIndex.create(new MemoryBudget(100), records.getFirst(), 1 << 20, new byte[0]))
        .isInstanceOf(MemoryBudgetException.class);
  }
}
