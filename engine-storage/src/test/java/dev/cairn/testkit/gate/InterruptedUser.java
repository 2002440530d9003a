package dev.cairn.testkit.gate;

import dev.cairn.Cursor;
import dev.cairn.Durability;
import dev.cairn.KeyRange;
import dev.cairn.KeyValueStore;
import dev.cairn.OrderedReader;
import dev.cairn.OrderedStore;
import dev.cairn.Snapshot;
import dev.cairn.WriteBatch;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.testkit.Bytes;
import dev.cairn.testkit.Seed;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A thread with keys of its own in a store, so that it knows what each of its calls must return.
 */
final class InterruptedUser {
  private static final int KEYS = 1_500;
  private static final int MAX_VALUE_BYTES = 8_000;
  private static final int INTERRUPTS_PER_LONG_CALL = 100;
  private static final int MOST_LONG_CALLS = 40;

  /** Of its keys one of so many is ingested at once. */
  private static final int KEYS_PER_INGESTED = 100;

  private final EngineFixture engine;
  private final boolean ingests;
  private final KeyValueStore store;
  private final String prefix;
  private final SplittableRandom random;
  private final int wantedCount;
  private final int interruptsPerLongCall;
  private final NavigableMap<Bytes, Bytes> content = new TreeMap<>();

  /** Interrupts that have certainly arrived; written by the one who interrupts. */
  private volatile int sent;

  /** Interrupts that were there after a call; written by the user. */
  private volatile int seen;

  private volatile @Nullable Thread thread;

  /** Whether a call is under way that goes through the whole store. */
  private volatile boolean inLongCall;

  /** Whether the user has done all that it will, be it that it failed. */
  private volatile boolean ended;

  private int longCallCount;

  InterruptedUser(
      EngineFixture engine, KeyValueStore store, int number, Seed seed, int wantedCount) {
    this.engine = engine;
    this.ingests = engine.ingests();
    this.store = store;
    this.prefix = number + "/";
    this.random = seed.random();
    this.wantedCount = wantedCount;
    this.interruptsPerLongCall =
        Math.max(INTERRUPTS_PER_LONG_CALL, Math.ceilDiv(wantedCount, MOST_LONG_CALLS));
  }

  /** What the store has under the user's keys. */
  Map<Bytes, Bytes> content() {
    return content;
  }

  int interruptCount() {
    return sent;
  }

  boolean isInLongCall() {
    return inLongCall;
  }

  boolean wantsMore() {
    return !ended && sent < wantedCount;
  }

  /** Interrupts the user, unless it is not there or has not yet seen the last interrupt. */
  boolean tryInterrupt() {
    Thread user = thread;
    if (user != null && sent == seen && wantsMore()) {
      user.interrupt();
      sent++;
      return true;
    }
    return false;
  }

  void run() {
    try {
      useInterrupted();
    } finally {
      ended = true; // Otherwise the one who interrupts would go on for ever.
    }
  }

  private void useInterrupted() {
    for (int i = 0; i < KEYS; i++) {
      put(key(i));
    }
    thread = Thread.currentThread();
    while (seen < wantedCount) {
      int arrived = sent;
      if (seen / interruptsPerLongCall >= longCallCount) {
        callLong();
      } else {
        call();
      }
      if (Thread.interrupted()) {
        seen++;
      } else if (arrived > seen) {
        throw new AssertionError("a call swallowed the interrupt");
      }
    }
  }

  private Bytes key(int number) {
    return Bytes.of(prefix + number);
  }

  private void put(Bytes key) {
    Bytes value = value();
    store.put(key.toArray(), value.toArray());
    content.put(key, value);
  }

  private Bytes value() {
    byte[] value = new byte[random.nextInt(MAX_VALUE_BYTES)];
    random.nextBytes(value);
    return Bytes.of(value);
  }

  private void callLong() {
    inLongCall = true;
    try {
      switch (longCallCount % 5) {
        case 0 -> engine.compact(store);
        case 1 -> store.verify();
        case 2 -> engine.checkpoint(store, new MemoryVfs());
        case 3 -> ingest();
        default -> engine.flush(store);
      }
    } finally {
      inLongCall = false;
    }
    longCallCount++;
  }

  private void ingest() {
    if (!ingests) {
      return;
    }
    NavigableMap<Bytes, Bytes> pairs = new TreeMap<>();
    for (int i = random.nextInt(KEYS_PER_INGESTED); i < KEYS; i += KEYS_PER_INGESTED) {
      pairs.put(key(i), value());
    }
    engine.ingest(store, pairs);
    content.putAll(pairs);
  }

  private void call() {
    Bytes key = key(random.nextInt(KEYS));
    byte[] bytes = key.toArray();
    switch (random.nextInt(40)) {
      case 0 -> store.sync();
      case 1 -> {
        Bytes value = value();
        store.write(new WriteBatch().put(bytes, value.toArray()), Durability.DEVICE);
        content.put(key, value);
      }
      case 2 -> {
        store.delete(bytes);
        content.remove(key);
      }
      case 3 -> {
        Bytes value = value();
        Bytes before = content.put(key, value);
        require(
            store.compareAndSet(bytes, before == null ? null : before.toArray(), value.toArray()),
            true);
      }
      case 4, 5, 6 -> {
        Bytes other = key(random.nextInt(KEYS));
        List<byte[]> found = store.getAll(List.of(bytes, other.toArray()));
        require(
            Arrays.asList(Bytes.ofNullable(found.get(0)), Bytes.ofNullable(found.get(1))),
            Arrays.asList(content.get(key), content.get(other)));
      }
      case 7, 8, 9 ->
          require(store.<Bytes>read(MemorySegment.ofArray(bytes), Bytes::of), content.get(key));
      case 10 -> require(store.contains(bytes), content.containsKey(key));
      case 11, 12, 13, 14, 15, 16, 17 -> put(key);
      case 18, 19, 20 -> {
        if (store instanceof OrderedStore ordered) {
          callOrdered(ordered, key);
        }
      }
      default -> require(Bytes.ofNullable(store.get(bytes)), content.get(key));
    }
  }

  private void callOrdered(OrderedStore ordered, Bytes key) {
    switch (random.nextInt(3)) {
      case 0 -> scan(ordered, key);
      case 1 -> deleteRange(ordered, random.nextInt(100, KEYS));
      default -> {
        try (Snapshot snapshot = ordered.snapshot()) {
          scan(snapshot, key);
          Bytes before = content.get(key);
          put(key);
          require(Bytes.ofNullable(snapshot.get(key.toArray())), before);
        }
      }
    }
  }

  /** Of a number of three digits it takes ten of four with it, if they are there. */
  private void deleteRange(OrderedStore ordered, int number) {
    Bytes from = key(number);
    Bytes to = Bytes.of(prefix + number + "~");
    ordered.deleteRange(KeyRange.of(from.toArray(), to.toArray()));
    content.subMap(from, to).clear();
  }

  private void scan(OrderedReader reader, Bytes from) {
    byte[] to = Bytes.of(prefix + "~").toArray();
    try (Cursor cursor = reader.scan(KeyRange.of(from.toArray(), to))) {
      var expected = content.tailMap(from).entrySet().iterator();
      for (int i = 0; i < 20; i++) {
        if (!cursor.next()) {
          require(false, expected.hasNext());
          break;
        }
        require(Map.entry(Bytes.of(cursor.key()), Bytes.of(cursor.value())), expected.next());
      }
    }
  }

  private static void require(@Nullable Object found, @Nullable Object expected) {
    if (!Objects.equals(found, expected)) {
      throw new AssertionError("expected " + expected + ", found " + found);
    }
  }
}
