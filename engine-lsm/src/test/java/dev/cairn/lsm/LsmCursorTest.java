package dev.cairn.lsm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Cursor;
import dev.cairn.Durability;
import dev.cairn.KeyRange;
import dev.cairn.OrderedReader;
import dev.cairn.Snapshot;
import dev.cairn.internal.store.Background;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.testkit.Bytes;
import dev.cairn.testkit.RandomizedTest;
import dev.cairn.testkit.Seed;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;

/** Cursors over keys that are overwritten all the time. */
class LsmCursorTest {
  private static final LsmOptions OPTIONS =
      LsmOptions.builder()
          .memoryBudgetBytes(256 << 20)
          .memtableBytes(32 << 20)
          .blockBytes(1 << 10)
          .durability(Durability.MEMORY)
          .build();

  private static final byte[] LOW = {1};
  private static final byte[] HOT = {2};
  private static final byte[] HIGH = {3};

  private static LsmStore open() {
    return LsmStore.open(new MemoryVfs(), OPTIONS, LsmThreads.of(Background.none()));
  }

  @RandomizedTest(runs = 20)
  void eachReaderSeesTheVersionsOfItsTime(Seed seed) {
    SplittableRandom random = seed.random();
    try (LsmStore store = open()) {
      TreeMap<Bytes, Bytes> now = new TreeMap<>();
      Map<Snapshot, TreeMap<Bytes, Bytes>> snapshots = new LinkedHashMap<>();
      for (int i = 0; i < 1_500; i++) {
        byte[] key = {(byte) (1 + random.nextInt(3))};
        byte[] value = Bytes.of("value " + i).toArray();
        switch (random.nextInt(60)) {
          case 0 -> snapshots.put(store.snapshot(), new TreeMap<>(now));
          case 1, 2, 3 -> {
            store.delete(key);
            now.remove(Bytes.of(key));
          }
          case 4 -> {
            store.deleteRange(KeyRange.from(key));
            now.tailMap(Bytes.of(key), true).clear();
          }
          case 5 -> {
            if (random.nextInt(8) == 0) {
              store.flush();
            }
          }
          default -> {
            store.put(key, value);
            now.put(Bytes.of(key), Bytes.of(value));
          }
        }
      }

      requireWalks(store, now);
      snapshots.forEach(LsmCursorTest::requireWalks);

      snapshots.keySet().forEach(Snapshot::close);
    }
  }

  private static void requireWalks(OrderedReader reader, TreeMap<Bytes, Bytes> expected) {
    List<Map.Entry<Bytes, Bytes>> pairs = List.copyOf(expected.entrySet());
    try (Cursor cursor = reader.scan(KeyRange.all())) {
      List<Map.Entry<Bytes, Bytes>> forward = new ArrayList<>();
      while (cursor.next()) {
        forward.add(Map.entry(Bytes.of(cursor.key()), Bytes.of(cursor.value())));
      }
      List<Map.Entry<Bytes, Bytes>> backward = new ArrayList<>();
      while (cursor.previous()) {
        backward.add(Map.entry(Bytes.of(cursor.key()), Bytes.of(cursor.value())));
      }
      assertThat(forward).isEqualTo(pairs);
      assertThat(backward).isEqualTo(pairs.reversed());
    }
  }

  @Test
  void whatIsReadBackwardCostsNoMoreTheOftenerItWasOverwritten() {
    requireLikeCosts(cursor -> {
      assertThat(cursor.seekFloor(HIGH)).isTrue();
      assertThat(cursor.previous()).isTrue();
      assertThat(cursor.previous()).isTrue();
      return cursor.key()[0];
    });
  }

  @Test
  void whatIsReadForwardCostsNoMoreTheOftenerItIsOverwrittenMeanwhile() {
    requireLikeCosts(cursor -> {
      assertThat(cursor.seek(LOW)).isTrue();
      assertThat(cursor.next()).isTrue();
      assertThat(cursor.next()).isTrue();
      return cursor.key()[0];
    });
  }

  private static void requireLikeCosts(ToIntFunction<Cursor> walk) {
    long few = nanos(100, walk);
    long many = nanos(100_000, walk);

    // Over each version it would be a thousand.
    assertThat((double) many / few).isLessThan(50);
  }

  /** The least CPU time of walks past so many versions before a reader's, and as many after it. */
  private static long nanos(int versions, ToIntFunction<Cursor> walk) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    try (LsmStore store = open()) {
      store.put(LOW, LOW);
      store.put(HIGH, HIGH);
      for (int i = 0; i < versions; i++) {
        store.put(HOT, HOT);
      }
      try (Cursor cursor = store.scan(KeyRange.all())) {
        for (int i = 0; i < versions; i++) {
          store.put(HOT, LOW);
        }
        int sum = walk.applyAsInt(cursor); // Brings the memtable into order.
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 5; round++) {
          long start = threads.getCurrentThreadCpuTime();
          for (int i = 0; i < 20; i++) {
            sum += walk.applyAsInt(cursor);
          }
          least = Math.min(least, threads.getCurrentThreadCpuTime() - start);
        }
        assertThat(sum).isPositive();
        return least;
      }
    }
  }
}
