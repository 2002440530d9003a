package dev.cairn.testkit;

import dev.cairn.Cursor;
import dev.cairn.KeyRange;
import dev.cairn.KeyValueStore;
import dev.cairn.OrderedReader;
import dev.cairn.OrderedStore;
import dev.cairn.Snapshot;
import dev.cairn.WriteBatch;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/**
 * Does operations to a store. Not thread-safe.
 *
 * <p>What comes of an operation is in the same form as what {@link Model#apply} says must come of
 * it.
 */
public final class StoreDriver implements AutoCloseable {
  private final StoreHome home;
  private final Map<Integer, Snapshot> snapshots = new HashMap<>();
  private KeyValueStore store;

  /**
   * Opens the store.
   *
   * @param home where it lives
   */
  public StoreDriver(StoreHome home) {
    this.home = home;
    this.store = home.open();
  }

  /**
   * The store as it is open now.
   *
   * @return the store; another one after a {@link Operation.Reopen}
   */
  public KeyValueStore store() {
    return store;
  }

  /**
   * Does an operation.
   *
   * @param operation what to do
   * @return what came of it
   */
  public @Nullable Object apply(Operation operation) {
    return switch (operation) {
      case Operation.Update update -> update(update);
      case Operation.Get(Bytes key) -> Bytes.ofNullable(store.get(key.toArray()));
      case Operation.Read(Bytes key) ->
          store.<Bytes>read(MemorySegment.ofArray(key.toArray()), Bytes::of);
      case Operation.Contains(Bytes key) -> store.contains(key.toArray());
      case Operation.GetAll(List<Bytes> keys) -> {
        List<@Nullable Bytes> values = new ArrayList<>();
        store
            .getAll(keys.stream().map(Bytes::toArray).toList())
            .forEach(value -> values.add(Bytes.ofNullable(value)));
        yield values;
      }
      case Operation.ForEach _ -> Contents.of(store);
      case Operation.Checkpoint _ -> home.checkpoint(store);
      case Operation.Compact _ -> {
        home.compact(store);
        yield null;
      }
      case Operation.Flush _ -> {
        home.flush(store);
        yield null;
      }
      case Operation.Sync _ -> {
        store.sync();
        yield null;
      }
      case Operation.Verify _ -> {
        store.verify();
        yield null;
      }
      case Operation.Reopen _ -> {
        // The snapshots are left to the store to close.
        snapshots.clear();
        store.close();
        store = home.open();
        yield null;
      }
      case Operation.Scan scan -> scan(ordered(), scan.range(), scan.direction());
      case Operation.Walk walk -> walk(walk);
      case Operation.TakeSnapshot(int number) -> {
        closeIfOpen(snapshots.put(number, ordered().snapshot()));
        yield null;
      }
      case Operation.ReadSnapshot(int number, Bytes key, KeyRange range) ->
          readSnapshot(snapshots.get(number), key, range);
      case Operation.CloseSnapshot(int number) -> {
        closeIfOpen(snapshots.remove(number));
        yield null;
      }
    };
  }

  private OrderedStore ordered() {
    return (OrderedStore) store;
  }

  private @Nullable Object update(Operation.Update update) {
    switch (update) {
      case Operation.Put(Bytes key, Bytes value) -> store.put(key.toArray(), value.toArray());
      case Operation.Delete(Bytes key) -> store.delete(key.toArray());
      case Operation.Fill(NavigableMap<Bytes, Bytes> pairs) -> home.fill(store, pairs);
      case Operation.DeleteRange(KeyRange range) -> ordered().deleteRange(range);
      case Operation.Write write -> store.write(batch(write), write.durability());
      case Operation.CompareAndSet(Bytes key, Bytes expected, Bytes replacement) -> {
        return store.compareAndSet(key.toArray(), arrayOf(expected), arrayOf(replacement));
      }
    }
    return null;
  }

  private static byte @Nullable [] arrayOf(@Nullable Bytes bytes) {
    return bytes == null ? null : bytes.toArray();
  }

  private static WriteBatch batch(Operation.Write write) {
    WriteBatch batch = new WriteBatch();
    for (Operation.BatchEntry entry : write.entries()) {
      switch (entry) {
        case Operation.Put(Bytes key, Bytes value) -> batch.put(key.toArray(), value.toArray());
        case Operation.Delete(Bytes key) -> batch.delete(key.toArray());
      }
    }
    return batch;
  }

  private static List<Map.Entry<Bytes, Bytes>> scan(
      OrderedReader reader, KeyRange range, Operation.Direction direction) {
    List<Map.Entry<Bytes, Bytes>> seen = new ArrayList<>();
    try (Cursor cursor = reader.scan(range)) {
      if (direction == Operation.Direction.FORWARD) {
        while (cursor.next()) {
          seen.add(entryAt(cursor));
        }
      } else {
        boolean standing = seekLast(cursor, range);
        while (standing) {
          seen.add(entryAt(cursor));
          standing = cursor.previous();
        }
      }
    }
    return seen;
  }

  private static boolean seekLast(Cursor cursor, KeyRange range) {
    byte[] to = range.to();
    if (to != null) {
      return cursor.seekFloor(to);
    }
    while (cursor.next()) {
      // To behind the last: an open end has no key to seek.
    }
    return cursor.previous();
  }

  private List<@Nullable Object> walk(Operation.Walk walk) {
    List<@Nullable Object> seen = new ArrayList<>();
    try (Cursor cursor = ordered().scan(walk.range())) {
      for (Operation.Move move : walk.moves()) {
        boolean standing =
            switch (move) {
              case Operation.Next _ -> cursor.next();
              case Operation.Previous _ -> cursor.previous();
              case Operation.Seek(Bytes key) -> cursor.seek(key.toArray());
              case Operation.SeekFloor(Bytes key) -> cursor.seekFloor(key.toArray());
            };
        seen.add(standing ? entryAt(cursor) : null);
      }
    }
    return seen;
  }

  private static Map.Entry<Bytes, Bytes> entryAt(Cursor cursor) {
    Bytes key = Bytes.of(cursor.key());
    Bytes value = Bytes.of(cursor.value());
    if (!key.equals(Bytes.of(cursor.keySegment()))
        || !value.equals(Bytes.of(cursor.valueSegment()))) {
      throw new AssertionError("the cursor lends other bytes than it copies at " + key);
    }
    return Map.entry(key, value);
  }

  private static @Nullable Object readSnapshot(
      @Nullable Snapshot snapshot, Bytes key, KeyRange range) {
    if (snapshot == null) {
      return null;
    }
    List<@Nullable Object> seen = new ArrayList<>();
    seen.add(Bytes.ofNullable(snapshot.get(key.toArray())));
    seen.add(scan(snapshot, range, Operation.Direction.FORWARD));
    return seen;
  }

  private static void closeIfOpen(@Nullable Snapshot snapshot) {
    if (snapshot != null) {
      snapshot.close();
    }
  }

  /** Closes the store as it is open now, and with it its snapshots. */
  @Override
  public void close() {
    store.close();
  }
}
