package dev.cairn.testkit.gate;

import dev.cairn.Cursor;
import dev.cairn.Durability;
import dev.cairn.KeyRange;
import dev.cairn.KeyValueStore;
import dev.cairn.OrderedReader;
import dev.cairn.OrderedStore;
import dev.cairn.Snapshot;
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
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Threads write and read the same keys of a store that grows all the while, whose oldest bytes
 * leave memory and whose dead ones are reclaimed: nobody sees a torn value, another key's value, an
 * absent key, or one that is older than what had been written before the call.
 */
public final class SharingCampaign {
  private static final int WRITERS = 2;
  private static final int READERS = 2;
  private static final int SHARED_KEYS = 300;
  private static final int MAX_FILLING_BYTES = 900;
  private static final int MAX_KEYS_AT_ONCE = 40;
  private static final int MAX_SCANNED = 15;
  private static final int WRITES_PER_COMPACTION = 1_000;

  private final EngineFixture engine;
  private final Seed base;
  private final AtomicInteger readCount = new AtomicInteger();

  /** The number of each key's newest value that was acknowledged. */
  private final AtomicIntegerArray written = new AtomicIntegerArray(SHARED_KEYS);

  /**
   * Prepares a campaign.
   *
   * @param engine whose store is shared
   * @param base what all randomness comes from
   */
  public SharingCampaign(EngineFixture engine, Seed base) {
    this.engine = engine;
    this.base = base;
  }

  /**
   * How many values were read.
   *
   * @return the count
   */
  public int readCount() {
    return readCount.get();
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
        store.put(bytes(key), Version.value(key, 0, key));
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
        require(key, store.get(bytes(key)), written.get(key), written.get(key));
      }
      store.verify();
    }
  }

  private static byte[] bytes(int key) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(key).array();
  }

  /** Each key has one writer, so that its newest value is known. */
  private void write(KeyValueStore store, int writer, int count, SplittableRandom random) {
    WriteBatch batch = new WriteBatch();
    for (int i = 1; i <= count; i++) {
      int key = random.nextInt(SHARED_KEYS / WRITERS) * WRITERS + writer;
      byte[] value = Version.value(key, i, random.nextInt(MAX_FILLING_BYTES));
      if (i % 8 == 0) {
        // Keys that nobody shares make the store grow; every other of them goes again.
        batch.put(bytes(key), value).put(unshared(writer, i), new byte[random.nextInt(40)]);
        if (i % 16 == 0) {
          batch.delete(unshared(writer, i - 8));
        }
        store.write(batch, Durability.PROCESS);
        batch.clear();
      } else {
        store.put(bytes(key), value);
      }
      written.set(key, i);
      if (i % WRITES_PER_COMPACTION == 0 && writer == 0) {
        engine.compact(store);
      }
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
   * Shared keys are never deleted, so a scan meets one after the other, each way.
   *
   * @return the numbers of the values, upwards and then downwards
   */
  private List<Integer> scan(OrderedReader store, int from, int[] leasts) {
    int to = from + leasts.length;
    List<Integer> numbers = new ArrayList<>();
    try (Cursor cursor = store.scan(KeyRange.of(bytes(from), bytes(to)))) {
      for (int key = from; key < to; key++) {
        byte[] found = cursor.next() ? cursor.value() : null;
        numbers.add(require(key, found, leasts[key - from], Integer.MAX_VALUE));
      }
      if (cursor.next()) {
        throw new AssertionError("a pair behind the last of the range");
      }
      for (int key = to - 1; key >= from; key--) {
        byte[] found = cursor.previous() ? cursor.value() : null;
        numbers.add(require(key, found, leasts[key - from], Integer.MAX_VALUE));
      }
    }
    return numbers;
  }

  private static void assertSame(List<Integer> first, List<Integer> second) {
    if (!first.equals(second)) {
      throw new AssertionError("a snapshot changed: " + first + ", then " + second);
    }
  }

  private int require(int key, byte @Nullable [] value, int least, int most) {
    if (value == null) {
      throw new AssertionError("key " + key + " was absent");
    }
    readCount.incrementAndGet();
    int number = Version.number(key, value);
    if (number < least || number > most) {
      throw new AssertionError(
          "key %d had value %d, and %d had been written before".formatted(key, number, least));
    }
    return number;
  }
}
