package dev.cairn.testkit.gate;

import dev.cairn.Cursor;
import dev.cairn.Durability;
import dev.cairn.KeyRange;
import dev.cairn.KeyValueStore;
import dev.cairn.OrderedStore;
import dev.cairn.WriteBatch;
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

  private final KeyValueStore store;
  private final String prefix;
  private final SplittableRandom random;
  private final int wantedCount;
  private final NavigableMap<Bytes, Bytes> content = new TreeMap<>();

  /** Interrupts that have certainly arrived; written by the one who interrupts. */
  private volatile int sent;

  /** Interrupts that were there after a call; written by the user. */
  private volatile int seen;

  private volatile @Nullable Thread thread;

  /** Whether the user has done all that it will, be it that it failed. */
  private volatile boolean ended;

  InterruptedUser(KeyValueStore store, int number, Seed seed, int wantedCount) {
    this.store = store;
    this.prefix = number + "/";
    this.random = seed.random();
    this.wantedCount = wantedCount;
  }

  /** What the store has under the user's keys. */
  Map<Bytes, Bytes> content() {
    return content;
  }

  int interruptCount() {
    return sent;
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
      call();
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
      case 10 -> scan(key);
      case 11, 12, 13, 14, 15, 16, 17 -> put(key);
      default -> require(Bytes.ofNullable(store.get(bytes)), content.get(key));
    }
  }

  private void scan(Bytes from) {
    if (store instanceof OrderedStore ordered) {
      byte[] to = Bytes.of(prefix + "~").toArray();
      try (Cursor cursor = ordered.scan(KeyRange.of(from.toArray(), to))) {
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
  }

  private static void require(@Nullable Object found, @Nullable Object expected) {
    if (!Objects.equals(found, expected)) {
      throw new AssertionError("expected " + expected + ", found " + found);
    }
  }
}
