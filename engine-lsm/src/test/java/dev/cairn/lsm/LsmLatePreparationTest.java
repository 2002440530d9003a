package dev.cairn.lsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.Cursor;
import dev.cairn.Durability;
import dev.cairn.KeyRange;
import dev.cairn.OutOfSpaceException;
import dev.cairn.internal.log.LogRecord;
import dev.cairn.internal.vfs.MemoryVfs;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What goes on while a thread does nothing that makes segments of the log ready, or compacts. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LsmLatePreparationTest {
  private static final int MEMTABLE_BYTES = 1 << 20;
  private static final int SEGMENT_BYTES = MEMTABLE_BYTES / LsmOptions.SEGMENTS_OF_MEMTABLE;

  private static final LsmOptions OPTIONS =
      LsmOptions.builder()
          .memoryBudgetBytes(32 << 20)
          .memtableBytes(MEMTABLE_BYTES)
          .durability(Durability.MEMORY)
          .build();

  private static final byte[] VALUE = new byte[1_000];

  private final LateExecutor preparing = new LateExecutor();
  private final LateExecutor compacting = new LateExecutor();
  private final TableHookVfs files = new TableHookVfs(new MemoryVfs());
  private final LsmStore store =
      LsmStore.open(
          files,
          OPTIONS,
          new LsmThreads(preparing::execute, Runnable::run, compacting::execute, 1, () -> {}));

  private int nextKey;
  private long logBytes;

  /** Runs what it is given at once, or while it is held when it is told to. */
  private static final class LateExecutor {
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private boolean isHeld;

    void execute(Runnable task) {
      if (isHeld) {
        tasks.add(task);
      } else {
        task.run();
      }
    }

    void hold() {
      isHeld = true;
    }

    void letGo() {
      isHeld = false;
      for (Runnable task; (task = tasks.poll()) != null; ) {
        task.run();
      }
    }
  }

  @AfterEach
  void close() {
    files.setHook(() -> {});
    compacting.letGo();
    preparing.letGo();
    store.close();
  }

  private void put() {
    byte[] key = {(byte) (nextKey >> 8), (byte) nextKey++};
    store.put(key, VALUE);
    logBytes += LogRecord.put(key, VALUE).bytes();
  }

  private long flushes() {
    return store.stats().details().get("flushCount");
  }

  private List<String> tables() {
    return files.list().stream().filter(TableFormat::isTableName).toList();
  }

  /** Tables that overlap: others are only moved. */
  private void writeTables(int count) {
    for (int i = 0; i < count; i++) {
      nextKey = 0;
      put();
      store.flush();
    }
  }

  /**
   * Fills a memtable, with its nodes, in a segment that none is ready to follow. Two were: the
   * first and the second of the three that are filled while no more are made.
   */
  private void fillMemtable() {
    while (flushes() == 0) { // The first one is small.
      put();
    }
    logBytes = 0;
    while (logBytes < MEMTABLE_BYTES - 3 * SEGMENT_BYTES) {
      put();
    }
    preparing.hold();
    while (logBytes < MEMTABLE_BYTES - SEGMENT_BYTES / 4) {
      put();
    }
  }

  @Test
  void aFullMemtableGrowsRatherThanWaitForASegment() {
    fillMemtable();
    assertThat(flushes()).isEqualTo(1);

    preparing.letGo();
    put();

    assertThat(flushes()).as("it was full").isEqualTo(2);
  }

  /** Values larger than a segment get segments of their own, and wait for none. */
  @Test
  void aMemtableGrowsByASixteenthAtMost() {
    fillMemtable();
    byte[] large = new byte[2 * SEGMENT_BYTES];

    store.put(new byte[1], large);
    assertThat(flushes()).isEqualTo(1);
    store.put(new byte[1], large);

    assertThat(flushes()).isEqualTo(2);
  }

  @Test
  void tablesThatWereCompactedAreDeleted() {
    writeTables(3);
    assertThat(tables()).hasSize(3);
    preparing.hold();

    store.compact(KeyRange.all());

    assertThat(tables()).hasSize(1);
  }

  @Test
  void aFullDiskGetsTheRoomOfTablesThatWaitToBeDeleted() {
    writeTables(3);
    try (Cursor cursor = store.scan(KeyRange.all())) {
      assertThat(cursor.next()).isTrue();
      store.compact(KeyRange.all());
      compacting.hold();
    }
    assertThat(tables()).as("nobody has deleted them").hasSize(4);
    files.setHook(() -> {
      throw new OutOfSpaceException("the disk is full");
    });
    put();

    assertThatThrownBy(store::flush).isInstanceOf(OutOfSpaceException.class);

    assertThat(tables()).hasSize(1);
  }

  @Test
  void aCompactionDeletesTablesThatWaitForItsThread() {
    writeTables(3);
    List<String> first = tables();
    Cursor cursor = store.scan(KeyRange.all());
    assertThat(cursor.next()).isTrue();
    store.compact(KeyRange.all());
    writeTables(1);
    files.setHook(() -> {
      compacting.hold();
      cursor.close();
    });

    store.compact(KeyRange.all());

    assertThat(tables()).doesNotContainAnyElementsOf(first);
  }
}
