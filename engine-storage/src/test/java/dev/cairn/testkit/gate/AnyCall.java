package dev.cairn.testkit.gate;

import dev.cairn.Cursor;
import dev.cairn.Durability;
import dev.cairn.KeyRange;
import dev.cairn.KeyValueStore;
import dev.cairn.OrderedStore;
import dev.cairn.Snapshot;
import dev.cairn.WriteBatch;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.testkit.Bytes;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.SplittableRandom;

/** Calls of all methods of a store, with results that are checked as far as others may write. */
final class AnyCall {
  private static final int KEYS = 40;
  private static final int KINDS = 13;
  private static final int ORDERED_KINDS = 16;

  private final EngineFixture engine;
  private final KeyValueStore store;
  private final SplittableRandom random;

  AnyCall(EngineFixture engine, KeyValueStore store, SplittableRandom random) {
    this.engine = engine;
    this.store = store;
    this.random = random;
  }

  void next() {
    byte[] key = Bytes.of("key " + random.nextInt(KEYS)).toArray();
    switch (random.nextInt(store instanceof OrderedStore ? ORDERED_KINDS : KINDS)) {
      case 0 -> store.get(key);
      case 1 -> store.getAll(List.of(key, new byte[0], key));
      case 2 -> store.read(MemorySegment.ofArray(key), MemorySegment::byteSize);
      case 3 -> store.forEach((k, v) -> require(k.byteSize() + v.byteSize() > 0));
      case 4 -> store.compareAndSet(key, store.get(key), key);
      case 5 ->
          store.write(
              new WriteBatch().put(key, key).delete(new byte[] {1}).put(new byte[] {2}, key),
              Durability.values()[random.nextInt(3)]);
      case 6 -> store.delete(key);
      case 7 -> {
        if (random.nextInt(10) == 0) {
          engine.checkpoint(store, new MemoryVfs());
        } else {
          require(store.stats().memoryBytes() > 0);
        }
      }
      case 8 -> {
        if (random.nextInt(10) == 0) {
          store.verify();
        } else {
          store.sync();
        }
      }
      case 9 -> {
        if (random.nextInt(10) == 0) {
          engine.compact(store);
        } else {
          engine.flush(store);
        }
      }
      case 10 -> store.contains(key);
      case 13 -> scan();
      case 14 -> snapshot(key);
      case 15 -> ((OrderedStore) store).deleteRange(KeyRange.prefix(key));
      default -> store.put(key, new byte[random.nextInt(600)]);
    }
  }

  private void scan() {
    try (Cursor cursor = ((OrderedStore) store).scan(KeyRange.all())) {
      for (int i = 0; i < 20 && cursor.next(); i++) {
        require(cursor.keySegment().byteSize() + cursor.valueSegment().byteSize() > 0);
      }
    }
  }

  private void snapshot(byte[] key) {
    try (Snapshot snapshot = ((OrderedStore) store).snapshot()) {
      byte[] before = snapshot.get(key);
      store.put(key, new byte[random.nextInt(600)]);
      require(
          Bytes.ofNullable(snapshot.get(key)) == null
              ? before == null
              : Bytes.ofNullable(snapshot.get(key)).equals(Bytes.ofNullable(before)));
    }
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw new AssertionError("a call returned what cannot be");
    }
  }
}
