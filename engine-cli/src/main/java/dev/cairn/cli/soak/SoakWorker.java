package dev.cairn.cli.soak;

import dev.cairn.Cursor;
import dev.cairn.Durability;
import dev.cairn.KeyRange;
import dev.cairn.KeyValueStore;
import dev.cairn.OrderedStore;
import dev.cairn.WriteBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One thread's mixture of calls. It writes its own keys and reads all. */
final class SoakWorker {
  private static final int BATCH_WRITES = 10;
  private static final int GROUP_KEYS = 20;
  private static final int SCANNED_KEYS = 50;

  private final SoakModel model;
  private final SoakFigures figures;
  private final int index;
  private final int threads;
  private final SplittableRandom random;
  private final long nanosPerCall;
  private volatile boolean stopped;

  SoakWorker(
      SoakModel model, SoakFigures figures, int index, int threads, long nanosPerCall, long seed) {
    this.model = model;
    this.figures = figures;
    this.index = index;
    this.threads = threads;
    this.nanosPerCall = nanosPerCall;
    this.random = new SplittableRandom(seed + index);
  }

  /** Begins another run, before its thread does. */
  void begin() {
    stopped = false;
  }

  /** Calls the store until it is told to stop. */
  void run(KeyValueStore store) {
    long next = System.nanoTime();
    while (!stopped) {
      long start = System.nanoTime();
      if (start < next) {
        LockSupport.parkNanos(next - start);
        continue;
      }
      // What a slow call cost is not made up for, so that no burst follows it.
      next = Math.max(next, start - nanosPerCall) + nanosPerCall;
      int choice = random.nextInt(100);
      if (choice < 50) {
        get(store);
        figures.addRead(System.nanoTime() - start);
      } else if (choice < 56) {
        getAll(store);
        figures.addRead(System.nanoTime() - start);
      } else if (choice < 60 && store instanceof OrderedStore ordered) {
        scan(ordered);
        figures.addRead(System.nanoTime() - start);
      } else if (choice < 95) {
        write(store);
        figures.addWrite(System.nanoTime() - start);
      } else {
        writeBatch(store);
        figures.addWrite(System.nanoTime() - start);
      }
    }
  }

  /** Ends the run after the call in progress. */
  void stop() {
    stopped = true;
  }

  private int anyKey() {
    return random.nextInt(model.keyCount());
  }

  private int ownKey() {
    return random.nextInt((model.keyCount() - index - 1) / threads + 1) * threads + index;
  }

  private void get(KeyValueStore store) {
    int key = anyKey();
    int first = model.ended(key);
    byte @Nullable [] found = store.get(SoakModel.key(key));
    check("get", key, first, found);
  }

  private void check(String call, int key, int firstWrite, byte @Nullable [] found) {
    int lastWrite = model.begun(key);
    if (!model.isPossible(key, firstWrite, lastWrite, found)) {
      figures.addError(call, key, firstWrite, lastWrite, found);
    }
  }

  private void getAll(KeyValueStore store) {
    int[] keys = new int[GROUP_KEYS];
    int[] first = new int[GROUP_KEYS];
    List<byte[]> asked = new ArrayList<>();
    for (int i = 0; i < GROUP_KEYS; i++) {
      keys[i] = anyKey();
      first[i] = model.ended(keys[i]);
      asked.add(SoakModel.key(keys[i]));
    }
    List<byte @Nullable []> found = store.getAll(asked);
    for (int i = 0; i < GROUP_KEYS; i++) {
      check("getAll", keys[i], first[i], found.get(i));
    }
  }

  /** Of a stretch of keys each must be there, or may have been deleted. */
  private void scan(OrderedStore store) {
    int from = anyKey();
    int to = Math.min(from + SCANNED_KEYS, model.keyCount());
    int[] first = new int[to - from];
    for (int key = from; key < to; key++) {
      first[key - from] = model.ended(key);
    }
    int next = from;
    try (Cursor cursor = store.scan(KeyRange.of(SoakModel.key(from), SoakModel.key(to)))) {
      while (cursor.next()) {
        byte[] key = cursor.key();
        while (next < to && Arrays.compareUnsigned(SoakModel.key(next), key) < 0) {
          check("scan", next, first[next - from], null);
          next++;
        }
        if (next == to || !Arrays.equals(SoakModel.key(next), key)) {
          figures.addError("scan", from, 0, 0, key);
          return;
        }
        check("scan", next, first[next - from], cursor.value());
        next++;
      }
    }
    for (; next < to; next++) {
      check("scan", next, first[next - from], null);
    }
  }

  private void write(KeyValueStore store) {
    int key = ownKey();
    byte @Nullable [] value = model.value(key, model.begin(key));
    if (value == null) {
      store.delete(SoakModel.key(key));
    } else {
      store.put(SoakModel.key(key), value);
    }
    model.end(key);
  }

  private void writeBatch(KeyValueStore store) {
    WriteBatch batch = new WriteBatch();
    int[] keys = new int[BATCH_WRITES];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = ownKey();
      byte @Nullable [] value = model.value(keys[i], model.begin(keys[i]));
      if (value == null) {
        batch.delete(SoakModel.key(keys[i]));
      } else {
        batch.put(SoakModel.key(keys[i]), value);
      }
    }
    store.write(batch, Durability.PROCESS);
    for (int key : keys) {
      model.end(key);
    }
  }
}
