package dev.cairn.lsm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Durability;
import dev.cairn.KeyRange;
import dev.cairn.internal.store.Background;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.testkit.vfs.KeptVfs;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A store is copied to where its tables can have no second names. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LsmCheckpointTest {
  private static final int PAIRS = 3_000;

  private static final LsmOptions OPTIONS =
      LsmOptions.builder()
          .memoryBudgetBytes(4 << 20)
          .memtableBytes(16 << 10)
          .blockBytes(1 << 10)
          .durability(Durability.PROCESS)
          .build();

  private final MemoryVfs disk = new MemoryVfs();
  private final MemoryVfs otherDisk = new MemoryVfs();

  private static byte[] key(int i) {
    return String.format("key %06d", i).getBytes(UTF_8);
  }

  private static void changeAll(LsmStore store) {
    for (int i = 0; i < PAIRS; i++) {
      store.put(key(i), key(-i));
    }
    store.compact(KeyRange.all());
  }

  private static void runElsewhere(Runnable task) {
    try {
      Threads.start(task).join();
    } catch (ExecutionException failure) {
      throw new AssertionError(failure.getCause());
    } catch (Exception impossible) {
      throw new AssertionError(impossible);
    }
  }

  @Test
  void writesFlushesAndCompactionsGoOnWhileTablesAreCopied() {
    TableHookVfs target = new TableHookVfs(new KeptVfs(otherDisk));
    try (LsmStore store = LsmStore.open(disk, OPTIONS, LsmThreads.of(Background.none()))) {
      for (int i = 0; i < PAIRS; i++) {
        store.put(key(i), key(i));
      }
      target.setHook(() -> {
        target.setHook(() -> {});
        runElsewhere(() -> changeAll(store));
      });

      store.checkpoint(target);

      assertThat(target.tableCount()).isGreaterThan(1);
      assertThat(store.get(key(1))).isEqualTo(key(-1));
      assertThat(disk.list().stream().filter(TableFormat::isTableName))
          .hasSize(store.tables().list().size());
    }
    try (LsmStore copy = LsmStore.open(otherDisk, OPTIONS, LsmThreads.of(Background.none()))) {
      for (int i = 0; i < PAIRS; i++) {
        assertThat(copy.get(key(i))).isEqualTo(key(i));
      }
      copy.verify();
    }
  }
}
