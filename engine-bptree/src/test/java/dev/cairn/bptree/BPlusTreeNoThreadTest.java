package dev.cairn.bptree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Durability;
import dev.cairn.internal.store.Background;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.testkit.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Writes go on while there is no thread to be had, and what was due then is done later. */
class BPlusTreeNoThreadTest {
  private static final BPlusTreeFixture ENGINE = new BPlusTreeFixture();

  private final AtomicBoolean isThreadThere = new AtomicBoolean();

  private void requireThread() {
    if (!isThreadThere.get()) {
      throw new OutOfMemoryError("unable to create native thread");
    }
  }

  @Test
  void aWriteIsDoneAndALaterOneBeginsTheCheckpoint() {
    Background background =
        Background.none(
            task -> {
              requireThread();
              task.run();
            },
            _ -> {});
    try (BPlusTreeStore store = ENGINE.open(new MemoryVfs(), Durability.PROCESS, background)) {
      put(store, 0, 60);
      assertThat(store.stats().details()).containsEntry("checkpointCount", 0L);
      isThreadThere.set(true);

      put(store, 60, 90);

      assertThat(store.stats().details().get("checkpointCount")).isPositive();
      for (int i = 0; i < 90; i++) {
        assertThat(store.get(key(i))).hasSize(500);
      }
    }
  }

  @Test
  void aLaterCheckpointAsksForTheCompactionAgain() {
    List<Runnable> later = new ArrayList<>();
    Background background =
        Background.none(task -> {
          requireThread();
          later.add(task);
        });
    try (BPlusTreeStore store = ENGINE.open(new MemoryVfs(), Durability.PROCESS, background)) {
      put(store, 0, 500);
      for (int i = 0; i < 450; i++) {
        store.delete(key(i));
      }
      put(store, 450, 490);
      assertThat(store.stats().details()).containsEntry("isCompactionDue", 0L);
      isThreadThere.set(true);

      put(store, 450, 490);

      assertThat(later).hasSize(1);
      assertThat(store.stats().details()).containsEntry("isCompactionDue", 1L);
    }
  }

  private static void put(BPlusTreeStore store, int from, int to) {
    for (int i = from; i < to; i++) {
      store.put(key(i), new byte[500]);
    }
  }

  private static byte[] key(int i) {
    return Bytes.of("key %04d".formatted(i)).toArray();
  }
}
