package dev.cairn.cli.testkit;

import dev.cairn.Cursor;
import dev.cairn.KeyRange;
import dev.cairn.OrderedStore;
import dev.cairn.Snapshot;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.NavigableMap;
import java.util.TreeMap;

/** A {@link JournalStore} that shows its order. It has no snapshots: no command takes one. */
final class OrderedJournalStore extends JournalStore implements OrderedStore {
  OrderedJournalStore(String engine, Path directory, long budgetBytes) {
    super(engine, directory, budgetBytes);
  }

  @Override
  public synchronized Cursor scan(KeyRange range) {
    requireOpen();
    NavigableMap<byte[], byte[]> pairs = new TreeMap<>(Arrays::compareUnsigned);
    map.forEach((key, value) -> {
      if (range.contains(key)) {
        pairs.put(key, value);
      }
    });
    return new MapCursor(pairs);
  }

  @Override
  public synchronized void deleteRange(KeyRange range) {
    map.keySet().stream().filter(range::contains).toList().forEach(this::delete);
  }

  @Override
  public Snapshot snapshot() {
    throw new AssertionError("no command takes snapshots");
  }
}
