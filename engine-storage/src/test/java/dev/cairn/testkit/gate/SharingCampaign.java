package dev.cairn.testkit.gate;

import dev.cairn.Cursor;
import dev.cairn.Durability;
import dev.cairn.KeyRange;
import dev.cairn.KeyValueStore;
import dev.cairn.OrderedReader;
import dev.cairn.OrderedStore;
import dev.cairn.Snapshot;
import dev.cairn.StoreStats;
import dev.cairn.WriteBatch;
import dev.cairn.internal.store.Background;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.testkit.Bytes;
import dev.cairn.testkit.Seed;
import dev.cairn.testkit.Workers;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Threads write and read the same keys of a store that grows all the while, whose oldest bytes
 * leave memory and whose dead ones are reclaimed: nobody sees a torn value, another key's value,
 * one that is older than what had been written before the call, an absent key that nobody deleted,
 * or a part of what was ingested at once.
 */
public final class SharingCampaign {
  private static final int WRITERS = 2;
  private static final int READERS = 2;
  private static final int SHARED_KEYS = 300;

  /** So many neighbours have the same writer, who can delete a range of them. */
  private static final int BLOCK_KEYS = 10;

  private static final int DELETED_AT_ONCE = 3;

  /** Written once; with them a B+ tree store has more pages than fit in memory. */
  private static final int COLD_KEYS = 600;

  private static final int FIRST_COLD_KEY = 1 << 30;

  // One write of so many.
  private static final int BATCH = 8;
  private static final int DELETE = 8;
  private static final int SWAP = 20;
  private static final int DELETE_RANGE = 50;

  private static final int MAX_FILLING_BYTES = 900;
  private static final int MAX_KEYS_AT_ONCE = 40;
  private static final int MAX_SCANNED = 15;
  private static final int WRITES_PER_COMPACTION = 1_000;
  private static final int WRITES_PER_INGEST = 200;
  private static final int NEVER = -1;
  private static final int ABSENT = -1;

  private final EngineFixture engine;
  private final Seed base;
  private final boolean ingests;
  private final IngestedPairs ingested;
  private final AtomicInteger readCount = new AtomicInteger();

  private long turnoverCount;

  /** The number of each key's newest write that was acknowledged. */
  private final AtomicIntegerArray written = new AtomicIntegerArray(SHARED_KEYS);

  /** The number of each key's newest delete that was begun. */
  private final AtomicIntegerArray deleted = new AtomicIntegerArray(SHARED_KEYS);

  /**
   * Prepares a campaign.
   *
   * @param engine whose store is shared
   * @param base what all randomness comes from
   */
  public SharingCampaign(EngineFixture engine, Seed base) {
    this.engine = engine;
    this.base = base;
    this.ingests = engine.ingests();
    this.ingested = new IngestedPairs(engine, 0);
  }

  /**
   * How many values were read, or found to be absent.
   *
   * @return the count
   */
  public int readCount() {
    return readCount.get();
  }

  /**
   * How often the store moved what it has: pages that were evicted, segments that were reclaimed,
   * compactions.
   *
   * @return the count
   */
  public long turnoverCount() {
    return turnoverCount;
  }

  /**
   * Shares a store.
   *
   * @param writeCount after how many writes of each writer to end
   */
  public void run(int writeCount) {
    AtomicInteger writing = new AtomicInteger(WRITERS);
    try (KeyValueStore store =
        engine.open(new MemoryVfs(), Durability.MEMORY, Background.threads("sharing"))) {
      for (int key = 0; key < SHARED_KEYS; key++) {
        deleted.set(key, NEVER);
        store.put(bytes(key), Version.value(key, 0, key));
      }
      for (int key = FIRST_COLD_KEY; key < FIRST_COLD_KEY + COLD_KEYS; key++) {
        store.put(bytes(key), Version.value(key, 0, MAX_FILLING_BYTES));
      }
      Workers.run(
          WRITERS + READERS,
          worker -> {
            SplittableRandom random = base.derive(worker).random();
            if (worker < WRITERS) {
              try {
                write(store, worker, writeCount, random);
              } finally {
                writing.decrementAndGet();
              }
              return;
            }
            while (writing.get() > 0) {
              read(store, random);
            }
          });
      for (int key = 0; key < SHARED_KEYS; key++) {
        requireNewest(key, store.get(bytes(key)));
      }
      turnoverCount = turnoverCount(store.stats());
      store.verify();
    }
  }

  private static long turnoverCount(StoreStats stats) {
    return Stream.of("pagesEvicted", "reclaimedSegmentCount", "compactionCount")
        .mapToLong(name -> stats.details().getOrDefault(name, 0L))
        .sum();
  }

  private static byte[] bytes(int key) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(key).array();
  }

  /** Each key has one writer, so that its newest value is known. */
  private void write(KeyValueStore store, int writer, int count, SplittableRandom random) {
    for (int i = 1; i <= count; i++) {
      int key = ownKey(writer, random.nextInt(SHARED_KEYS / WRITERS));
      byte[] value =
          random.nextInt(DELETE) == 0
              ? null
              : Version.value(key, i, random.nextInt(MAX_FILLING_BYTES));
      if (i % BATCH == 0) {
        writeBatch(store, writer, i, key, value, random);
      } else if (store instanceof OrderedStore ordered && random.nextInt(DELETE_RANGE) == 0) {
        deleteRange(ordered, i, key);
      } else if (random.nextInt(SWAP) == 0) {
        swap(store, i, key, value);
      } else {
        write(store, i, key, value);
      }
      if (i % WRITES_PER_COMPACTION == 0 && writer == 0) {
        engine.compact(store);
      }
      if (ingests && i % WRITES_PER_INGEST == 0 && writer == 0) {
        ingested.ingest(store);
      }
    }
  }

  private static int ownKey(int writer, int number) {
    return (number / BLOCK_KEYS * WRITERS + writer) * BLOCK_KEYS + number % BLOCK_KEYS;
  }

  private void write(KeyValueStore store, int number, int key, byte @Nullable [] value) {
    noteDelete(number, key, value);
    if (value == null) {
      store.delete(bytes(key));
    } else {
      store.put(bytes(key), value);
    }
    written.set(key, number);
  }

  /** Keys that nobody shares make the store grow; every other of them goes again. */
  private void writeBatch(
      KeyValueStore store,
      int writer,
      int number,
      int key,
      byte @Nullable [] value,
      SplittableRandom random) {
    noteDelete(number, key, value);
    WriteBatch batch = new WriteBatch();
    if (value == null) {
      batch.delete(bytes(key));
    } else {
      batch.put(bytes(key), value);
    }
    batch.put(unshared(writer, number), new byte[random.nextInt(40)]);
    if (number % (2 * BATCH) == 0) {
      batch.delete(unshared(writer, number - BATCH));
    }
    store.write(batch, Durability.PROCESS);
    written.set(key, number);
  }

  private void swap(KeyValueStore store, int number, int key, byte @Nullable [] value) {
    byte[] before = store.get(bytes(key));
    requireNewest(key, before);
    noteDelete(number, key, value);
    if (!store.compareAndSet(bytes(key), before, value)) {
      throw new AssertionError("key " + key + " is not what its only writer had found");
    }
    written.set(key, number);
  }

  /** Deletes a key and its neighbours, none of which is another writer's. */
  private void deleteRange(OrderedStore store, int number, int key) {
    int from = key - Math.max(0, key % BLOCK_KEYS - (BLOCK_KEYS - DELETED_AT_ONCE));
    int to = from + DELETED_AT_ONCE;
    for (int each = from; each < to; each++) {
      noteDelete(number, each, null);
    }
    store.deleteRange(KeyRange.of(bytes(from), bytes(to)));
    for (int each = from; each < to; each++) {
      written.set(each, number);
    }
  }

  /** Before the write: who finds the key absent must find that it may be. */
  private void noteDelete(int number, int key, byte @Nullable [] value) {
    if (value == null) {
      deleted.set(key, number);
    }
  }

  private static byte[] unshared(int writer, int number) {
    return bytes(SHARED_KEYS + number * WRITERS + writer);
  }

  private void read(KeyValueStore store, SplittableRandom random) {
    int key = random.nextInt(SHARED_KEYS);
    int least = written.get(key);
    switch (random.nextInt(200)) {
      case 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 -> {
        int[] keys = random.ints(random.nextInt(1, MAX_KEYS_AT_ONCE + 1), 0, SHARED_KEYS).toArray();
        int[] leasts = Arrays.stream(keys).map(written::get).toArray();
        List<byte @Nullable []> found =
            store.getAll(Arrays.stream(keys).mapToObj(SharingCampaign::bytes).toList());
        for (int i = 0; i < keys.length; i++) {
          require(keys[i], found.get(i), leasts[i], Integer.MAX_VALUE);
        }
      }
      case 10, 11, 12, 13, 14, 15, 16, 17, 18, 19 -> {
        Bytes found = store.<Bytes>read(MemorySegment.ofArray(bytes(key)), Bytes::of);
        require(key, found == null ? null : found.toArray(), least, Integer.MAX_VALUE);
      }
      case 20, 21, 22, 23 -> {
        if (store instanceof OrderedStore ordered) {
          scan(ordered, key, leasts(key));
          int[] leasts = leasts(key);
          try (Snapshot snapshot = ordered.snapshot()) {
            assertSame(scan(snapshot, key, leasts), scan(snapshot, key, leasts));
          }
        }
      }
      case 24, 25, 26, 27, 28, 29, 30, 31, 32, 33 -> {
        int cold = FIRST_COLD_KEY + random.nextInt(COLD_KEYS);
        byte[] found = store.get(bytes(cold));
        if (found == null || Version.number(cold, found) != 0) {
          throw new AssertionError("key " + cold + ", which is written once, has another value");
        }
      }
      case 34, 35 -> {
        if (store instanceof OrderedStore ordered) {
          ingested.requireWhole(ordered);
        }
      }
      default -> require(key, store.get(bytes(key)), least, Integer.MAX_VALUE);
    }
  }

  /** What had been written of the keys that a scan will meet. */
  private int[] leasts(int from) {
    return IntStream.range(from, Math.min(from + MAX_SCANNED, SHARED_KEYS))
        .map(written::get)
        .toArray();
  }

  /**
   * Reads a range in both directions.
   *
   * @return the numbers of the values, or {@link #ABSENT}
   */
  private List<Integer> scan(OrderedReader store, int from, int[] leasts) {
    int to = from + leasts.length;
    try (Cursor cursor = store.scan(KeyRange.of(bytes(from), bytes(to)))) {
      List<Integer> upwards = numbers(walk(cursor, cursor::next), from, leasts);
      List<Integer> downwards = numbers(walk(cursor, cursor::previous).reversed(), from, leasts);
      assertSame(upwards, downwards);
      return upwards;
    }
  }

  /** What a cursor meets, in that order. */
  private static SequencedMap<Integer, byte[]> walk(Cursor cursor, BooleanSupplier move) {
    SequencedMap<Integer, byte[]> pairs = new LinkedHashMap<>();
    while (move.getAsBoolean()) {
      int key = ByteBuffer.wrap(cursor.key()).getInt();
      if (pairs.put(key, cursor.value()) != null) {
        throw new AssertionError("a cursor meets key " + key + " twice");
      }
    }
    return pairs;
  }

  private List<Integer> numbers(SequencedMap<Integer, byte[]> pairs, int from, int[] leasts) {
    int to = from + leasts.length;
    int before = from - 1;
    for (int key : pairs.keySet()) {
      if (key <= before || key >= to) {
        throw new AssertionError("key %d behind %d and before %d".formatted(key, before, to));
      }
      before = key;
    }
    List<Integer> numbers = new ArrayList<>();
    for (int key = from; key < to; key++) {
      numbers.add(require(key, pairs.get(key), leasts[key - from], Integer.MAX_VALUE));
    }
    return numbers;
  }

  private static void assertSame(List<Integer> first, List<Integer> second) {
    if (!first.equals(second)) {
      throw new AssertionError("one view changed: " + first + ", then " + second);
    }
  }

  /** Fails unless a key is as its last write left it, which has returned. */
  private void requireNewest(int key, byte @Nullable [] value) {
    require(key, value, written.get(key), written.get(key));
  }

  private int require(int key, byte @Nullable [] value, int least, int most) {
    readCount.incrementAndGet();
    if (value == null) {
      // A delete that was acknowledged before, unless something was put behind it, or a later one.
      if (deleted.get(key) < least) {
        throw new AssertionError(
            "key %d was absent, and number %d had been put".formatted(key, least));
      }
      return ABSENT;
    }
    int number = Version.number(key, value);
    if (number < least || number > most) {
      throw new AssertionError(
          "key %d had value %d, and %d had been written before".formatted(key, number, least));
    }
    return number;
  }
}
