package dev.cairn.bptree;

import static dev.cairn.testkit.edit.Edit.decide;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Durability;
import dev.cairn.Snapshot;
import dev.cairn.WriteBatch;
import dev.cairn.internal.store.Background;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.internal.vfs.OpenMode;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.internal.vfs.VfsFile;
import dev.cairn.testkit.Bytes;
import dev.cairn.testkit.Contents;
import dev.cairn.testkit.Threads;
import dev.cairn.testkit.mutant.EditedTest;
import dev.cairn.testkit.vfs.ForwardingFile;
import dev.cairn.testkit.vfs.ForwardingVfs;
import dev.cairn.testkit.vfs.KeptVfs;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What goes on while a checkpoint is under way. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BPlusTreeCheckpointTest {
  private static final BPlusTreeFixture ENGINE = new BPlusTreeFixture();

  /** A disk on which a force of the pages does not end before it is told to. */
  private static final class HeldDisk extends ForwardingVfs {
    private final Semaphore begun = new Semaphore(0);
    private final Semaphore mayEnd = new Semaphore(0);
    private volatile boolean isHeld;

    HeldDisk(Vfs inner) {
      super(inner);
    }

    @Override
    public VfsFile open(String name, OpenMode mode) {
      VfsFile file = super.open(name, mode);
      return !name.equals(PageFormat.FILE_NAME)
          ? file
          : new ForwardingFile(file) {
            @Override
            public void sync() {
              if (isHeld) {
                begun.release();
                mayEnd.acquireUninterruptibly();
              }
              super.sync();
            }
          };
    }

    void letGo() {
      isHeld = false;
      mayEnd.release();
    }
  }

  private final HeldDisk disk = new HeldDisk(new KeptVfs(new MemoryVfs()));
  private final NavigableMap<Bytes, Bytes> expected = new TreeMap<>();
  private int written;

  /** Half of these are new keys; the others have values already. */
  private void write(BPlusTreeStore store) {
    for (int i = 0; i < 300; i++, written++) {
      Bytes key = Bytes.of("key %06d".formatted(i % 2 == 0 ? written : written / 3));
      Bytes value = Bytes.of("value %0100d".formatted(written));
      store.put(key.toArray(), value.toArray());
      expected.put(key, value);
      if (i % 5 == 0) {
        store.delete(key.toArray());
        expected.remove(key);
      }
    }
  }

  @Test
  void writesAndReadsGoOnWhileACheckpointWaitsForTheDisk() {
    BPlusTreeStore store = ENGINE.open(disk, Durability.PROCESS, Background.threads("held"));
    try {
      disk.isHeld = true;
      write(store);

      // Once for the pages, and once for each copy of the meta page.
      for (int force = 0; force < 1 + PageFormat.META_PAGES; force++) {
        disk.begun.acquireUninterruptibly();
        write(store);
        store.write(new WriteBatch().put(new byte[1], new byte[force]), Durability.DEVICE);
        expected.put(Bytes.of(new byte[1]), Bytes.of(new byte[force]));
        try (Snapshot snapshot = store.snapshot()) {
          assertThat(snapshot.get(new byte[1])).hasSize(force);
        }
        assertThat(Contents.of(store)).isEqualTo(expected);
        assertThat(store.stats().details()).containsEntry("checkpointCount", 0L);
        disk.mayEnd.release();
      }
    } finally {
      disk.letGo();
      store.close();
    }

    try (BPlusTreeStore left = ENGINE.open(disk, Durability.PROCESS)) {
      assertThat(Contents.of(left)).isEqualTo(expected);
      left.verify();
    }
  }

  @Test
  void aSyncWaitsForPairsThatAreBeingLoaded() throws Exception {
    byte[] key = {1};
    BPlusTreeStore store = ENGINE.open(disk, Durability.PROCESS);
    FutureTask<Void> loading =
        new FutureTask<>(() -> store.load(List.of(Map.entry(key, key)).iterator()), null);
    FutureTask<Boolean> syncing =
        new FutureTask<>(() -> {
          store.sync();
          return disk.isHeld;
        });
    try {
      disk.isHeld = true;
      Thread.ofPlatform().daemon().start(loading);
      disk.begun.acquireUninterruptibly();
      assertThat(store.get(key)).isEqualTo(key);

      Threads.awaitWaiting(Thread.ofPlatform().daemon().start(syncing));
    } finally {
      disk.letGo();
    }

    assertThat(syncing.get()).as("returned before the pair was on the device").isFalse();
    loading.get();
    store.close();
  }

  @Test
  void aSyncThatDoesNotWaitForALoadIsNoticed() throws ReflectiveOperationException {
    new EditedTest(getClass(), StoreWriter.class)
        .requireKilled("aSyncWaitsForPairsThatAreBeingLoaded", decide("sync", 0, true));
  }
}
