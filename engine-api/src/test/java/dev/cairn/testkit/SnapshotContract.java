package dev.cairn.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Cursor;
import dev.cairn.Durability;
import dev.cairn.KeyRange;
import dev.cairn.OrderedStore;
import dev.cairn.Snapshot;
import dev.cairn.WriteBatch;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A snapshot shows the store as it was. */
public interface SnapshotContract extends OrderedStoreFixture {
  @Test
  default void snapshotIsUnchangedByLaterWrites() {
    putAll("a", "b", "c");

    try (Snapshot snapshot = store().snapshot()) {
      store().put(bytes("a"), bytes("new"));
      store().delete(bytes("b"));
      store().put(bytes("d"), bytes("new"));
      store().deleteRange(KeyRange.from(bytes("c")));
      store().sync();

      assertThat(keys(snapshot, KeyRange.all())).containsExactly("a", "b", "c");
      assertThat(snapshot.get(bytes("a"))).isEqualTo(bytes("A"));
      assertThat(snapshot.contains(bytes("b"))).isTrue();
      assertThat(snapshot.contains(bytes("d"))).isFalse();
      assertThat(snapshot.getAll(List.of(bytes("d"), bytes("c"))))
          .containsExactly(null, bytes("C"));
      assertThat(snapshot.<Bytes>read(MemorySegment.ofArray(bytes("b")), Bytes::of))
          .isEqualTo(Bytes.of("B"));
    }
    assertThat(keys(store(), KeyRange.all())).containsExactly("a");
  }

  @Test
  default void manySnapshotsAtOnce() {
    Snapshot[] snapshots = new Snapshot[50];
    for (int i = 0; i < snapshots.length; i++) {
      store().put(bytes("key"), bytes("" + i));
      store().put(bytes("key " + i), bytes("value"));
      snapshots[i] = store().snapshot();
    }

    for (int i = 0; i < snapshots.length; i += 2) {
      snapshots[i].close();
    }
    for (int i = 1; i < snapshots.length; i += 2) {
      assertThat(snapshots[i].get(bytes("key"))).isEqualTo(bytes("" + i));
      assertThat(keys(snapshots[i], KeyRange.all())).hasSize(i + 2);
      snapshots[i].close();
    }
  }

  @Test
  default void closedSnapshotAndSnapshotOfAClosedStoreThrow() {
    OrderedStore store = store();
    putAll("a", "b");
    Snapshot closed = store.snapshot();
    Snapshot open = store.snapshot();
    Cursor ofClosed = closed.scan(KeyRange.all());
    Cursor ofOpen = open.scan(KeyRange.all());
    assertThat(ofClosed.next()).isTrue();
    assertThat(ofOpen.next()).isTrue();

    closed.close();
    closed.close();
    requireEnded(closed, ofClosed);
    assertThat(open.get(bytes("a"))).isEqualTo(bytes("A"));
    assertThat(ofOpen.key()).isEqualTo(bytes("a"));

    store.close();
    requireEnded(open, ofOpen);
    ofOpen.close();
    ofClosed.close();
    open.close();
  }

  private void requireEnded(Snapshot snapshot, Cursor cursor) {
    StoreFixture.requireClosed("get", () -> snapshot.get(bytes("a")));
    StoreFixture.requireClosed("contains", () -> snapshot.contains(bytes("a")));
    StoreFixture.requireClosed("getAll", () -> snapshot.getAll(List.of(bytes("a"))));
    StoreFixture.requireClosed(
        "read", () -> snapshot.<Bytes>read(MemorySegment.ofArray(bytes("a")), Bytes::of));
    StoreFixture.requireClosed("scan", () -> snapshot.scan(KeyRange.all()));
    StoreFixture.requireClosed("next", cursor::next);
    StoreFixture.requireClosed("key", cursor::key);
  }

  @Test
  default void openSnapshotDoesNotOutliveOrHinderClosing(@TempDir Path directory) {
    OrderedStore store = open(directory);
    store.put(bytes("a"), bytes("old"));
    Snapshot snapshot = store.snapshot();
    Cursor cursor = snapshot.scan(KeyRange.all());
    store.put(bytes("a"), bytes("new"));
    store.close();

    try (OrderedStore reopened = open(directory)) {
      cursor.close();
      snapshot.close();
      assertThat(reopened.get(bytes("a"))).isEqualTo(bytes("new"));
    }
  }

  @Test
  default void snapshotAndScanShowNoPartOfABatch() {
    AtomicBoolean reading = new AtomicBoolean(true);
    AtomicBoolean writing = new AtomicBoolean(true);
    AtomicInteger written = new AtomicInteger();

    Workers.run(
        2,
        worker -> {
          if (worker == 0) {
            try {
              WriteBatch batch = new WriteBatch();
              for (int i = 0; i < 100_000 && reading.get(); i++) {
                batch.clear();
                for (int key = 0; key < 200; key++) {
                  batch.put(bytes("key " + key), bytes("" + i));
                }
                store().write(batch, Durability.MEMORY);
                written.set(i);
              }
            } finally {
              writing.set(false);
            }
            return;
          }
          try {
            // Enough of both, so that some meet even where the two threads share one processor.
            for (int reads = 0; writing.get() && (reads < 100 || written.get() < 100); reads++) {
              try (Snapshot snapshot = store().snapshot()) {
                requireOneValue(snapshot.scan(KeyRange.all()));
              }
              requireOneValue(store().scan(KeyRange.all()));
            }
          } finally {
            reading.set(false);
          }
        });
  }

  private static void requireOneValue(Cursor cursor) {
    try (cursor) {
      if (cursor.next()) {
        byte[] first = cursor.value();
        while (cursor.next()) {
          assertThat(cursor.value()).isEqualTo(first);
        }
      }
    }
  }
}
