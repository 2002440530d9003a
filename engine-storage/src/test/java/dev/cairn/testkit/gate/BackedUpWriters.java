package dev.cairn.testkit.gate;

import dev.cairn.KeyValueStore;
import dev.cairn.testkit.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.NavigableMap;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Two threads that write while a store is copied. Each has keys of its own, and says in each value
 * which write of the other it had seen acknowledged, so that a copy shows whether it is what one
 * moment had.
 */
final class BackedUpWriters {
  private static final int WRITERS = 2;
  private static final int KEYS = 100;

  /** Between start and stop, so that a slow machine makes no large store. */
  private static final int MOST_WRITES = 5_000;

  private static final String PREFIX = "writer ";

  private final KeyValueStore store;
  private final AtomicIntegerArray acknowledged = new AtomicIntegerArray(WRITERS);
  private final Thread[] threads = new Thread[WRITERS];
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private volatile boolean isOver;

  BackedUpWriters(KeyValueStore store) {
    this.store = store;
  }

  /** Returns when each has written something since. */
  void start() {
    isOver = false;
    int[] before = acknowledged();
    for (int i = 0; i < WRITERS; i++) {
      int writer = i;
      threads[i] =
          Thread.ofPlatform()
              .uncaughtExceptionHandler((_, thrown) -> failure.compareAndSet(null, thrown))
              .start(() -> write(writer));
    }
    for (int i = 0; i < WRITERS; i++) {
      while (acknowledged.get(i) == before[i] && threads[i].isAlive()) {
        Thread.onSpinWait();
      }
    }
  }

  void stop() throws InterruptedException {
    isOver = true;
    for (Thread thread : threads) {
      thread.join();
    }
    Throwable first = failure.get();
    if (first != null) {
      throw new AssertionError("a writer failed: " + first, first);
    }
  }

  /** How many writes of each have returned. */
  int[] acknowledged() {
    int[] counts = new int[WRITERS];
    for (int i = 0; i < WRITERS; i++) {
      counts[i] = acknowledged.get(i);
    }
    return counts;
  }

  private void write(int writer) {
    int end = acknowledged.get(writer) + MOST_WRITES;
    while (!isOver && acknowledged.get(writer) < end) {
      int number = acknowledged.get(writer);
      Bytes value = value(number, acknowledged.get(1 - writer));
      store.put(key(writer, number).toArray(), value.toArray());
      acknowledged.set(writer, number + 1);
    }
  }

  private static Bytes key(int writer, int write) {
    return Bytes.of(PREFIX + writer + " key " + write % KEYS);
  }

  private static Bytes value(int write, int seen) {
    return Bytes.of(write + " " + seen + " " + "v".repeat(write % 200));
  }

  static boolean isTheirs(Bytes key) {
    return text(key).startsWith(PREFIX);
  }

  private static String text(Bytes bytes) {
    return new String(bytes.toArray(), StandardCharsets.US_ASCII);
  }

  /** What a value says: the write, or -1, and how many of the other's writes it had seen. */
  private record Written(int write, int seen) {
    static final Written NONE = new Written(-1, 0);

    static Written of(Bytes value) {
      String[] words = text(value).split(" ", 3);
      Written written = new Written(Integer.parseInt(words[0]), Integer.parseInt(words[1]));
      if (!value(written.write, written.seen).equals(value)) {
        throw new AssertionError("no value that was written: " + text(value));
      }
      return written;
    }
  }

  /**
   * Fails unless pairs have what one moment had.
   *
   * @param found all pairs
   * @param least how many writes of each there must be
   * @param most after how many of each no further one can be
   */
  static void requireMoment(NavigableMap<Bytes, Bytes> found, int[] least, int[] most) {
    Written[] newest = new Written[WRITERS];
    for (int writer = 0; writer < WRITERS; writer++) {
      newest[writer] = newest(found, writer);
      int count = newest[writer].write + 1;
      if (count < least[writer] || count > most[writer] + 1) {
        throw new AssertionError(
            "writer %d: %d writes, expected %d to %d"
                .formatted(writer, count, least[writer], most[writer] + 1));
      }
    }
    for (int writer = 0; writer < WRITERS; writer++) {
      int other = newest[1 - writer].write + 1;
      if (newest[writer].seen > other) {
        throw new AssertionError(
            "writer %d had seen %d writes, of which there are %d"
                .formatted(writer, newest[writer].seen, other));
      }
    }
  }

  /** A writer's newest write, to which all others lead. */
  private static Written newest(NavigableMap<Bytes, Bytes> found, int writer) {
    Written newest = Written.NONE;
    for (int i = 0; i < KEYS; i++) {
      Bytes value = found.get(key(writer, i));
      if (value != null && Written.of(value).write > newest.write) {
        newest = Written.of(value);
      }
    }
    for (int write = newest.write; write > Math.max(-1, newest.write - KEYS); write--) {
      Bytes value = found.get(key(writer, write));
      if (value == null || Written.of(value).write != write) {
        throw new AssertionError(
            "write %d of writer %d is not there: %s".formatted(write, writer, value));
      }
    }
    return newest;
  }
}
