package dev.cairn.lsm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Durability;
import dev.cairn.KeyRange;
import dev.cairn.internal.vfs.MemoryVfs;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Writes are slowed while the background is behind, and no longer than that. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LsmSlowdownTest {
  private static final LsmOptions OPTIONS =
      LsmOptions.builder()
          .memoryBudgetBytes(32 << 20)
          .memtableBytes(1 << 20)
          .durability(Durability.MEMORY)
          .build();

  private static final byte[] KEY = {1};

  // Even when writes are hardly slowed this is worth a wait.
  private static final byte[] LARGE = new byte[60_000];

  // Slowing begins when level 0 has more tables.
  private static final int TABLES_IN_TIME = 12;

  private final CountDownLatch mayGoOn = new CountDownLatch(1);
  private final TableHookVfs files = new TableHookVfs(new MemoryVfs());
  private final LsmStore store = LsmStore.open(files, OPTIONS, LsmThreads.start(1));

  @AfterEach
  void close() {
    mayGoOn.countDown();
    store.close();
  }

  /** Lets the tables that a thread begins not come to their end. */
  private void hold(String threadName) {
    files.setHook(() -> {
      if (Thread.currentThread().getName().contains(threadName)) {
        try {
          mayGoOn.await();
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      }
    });
  }

  /** Always to the same key, so that tables overlap, and are not only moved. */
  private void put() {
    store.put(KEY, LARGE);
  }

  private long detail(String name) {
    Map<String, Long> details = store.stats().details();
    assertThat(details).containsKey(name);
    return details.get(name);
  }

  @Test
  void writesAreSlowedWhileCompactionsAreBehind() {
    hold("compact");
    for (int i = 0; i < TABLES_IN_TIME; i++) {
      put();
      store.flush();
    }
    put();
    assertThat(detail("throttledWrites")).isZero();
    store.flush();

    put();
    put();

    assertThat(detail("throttledWrites")).isEqualTo(2);
    assertThat(detail("throttledNanos")).isPositive();
    assertThat(detail("level0Tables")).isEqualTo(TABLES_IN_TIME + 1);
    assertThat(detail("compactionBacklogBytes")).isPositive();
    mayGoOn.countDown();
    store.compact(KeyRange.all());
    put();
    assertThat(detail("throttledWrites")).isEqualTo(2);
    assertThat(detail("compactionBacklogBytes")).isZero();
  }

  @Test
  void writesAreSlowedWhileAFlushIsBehind() {
    hold("maintain");
    for (int i = 0; i < 7; i++) { // The first memtable, and less than half of the next.
      put();
    }
    assertThat(detail("memtableCount")).isEqualTo(2);
    assertThat(detail("throttledWrites")).isZero();

    for (int i = 0; i < 7; i++) { // Less than the rest of it.
      put();
    }

    long slowed = detail("throttledWrites");
    assertThat(slowed).isPositive();
    mayGoOn.countDown();
    store.flush();
    put();
    assertThat(detail("throttledWrites")).isEqualTo(slowed);
  }
}
