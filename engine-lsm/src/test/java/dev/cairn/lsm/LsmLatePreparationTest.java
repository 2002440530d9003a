package dev.cairn.lsm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Durability;
import dev.cairn.KeyRange;
import dev.cairn.internal.log.LogRecord;
import dev.cairn.internal.vfs.MemoryVfs;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What goes on while the thread that makes segments of the log ready does nothing. */
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

  private final Queue<Runnable> preparation = new ArrayDeque<>();
  private final MemoryVfs files = new MemoryVfs();
  private final LsmStore store =
      LsmStore.open(
          files,
          OPTIONS,
          new LsmThreads(this::prepareLate, Runnable::run, Runnable::run, 1, () -> {}));

  private boolean isClosing;
  private int nextKey;
  private long logBytes;

  private void prepareLate(Runnable task) {
    if (isClosing) {
      task.run();
    } else {
      preparation.add(task);
    }
  }

  @AfterEach
  void close() {
    isClosing = true;
    prepare();
    store.close();
  }

  private void prepare() {
    for (Runnable task; (task = preparation.poll()) != null; ) {
      task.run();
    }
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

  /** Two segments are ahead: when the third would be the next one, it is awaited. */
  @Test
  void aFullMemtableGrowsRatherThanWaitForASegment() {
    while (flushes() == 0) { // The first memtable is small.
      prepare();
      put();
    }
    long flushed = flushes();
    logBytes = 0;
    while (logBytes < MEMTABLE_BYTES - 3 * SEGMENT_BYTES) {
      prepare();
      put();
    }

    while (logBytes < MEMTABLE_BYTES - SEGMENT_BYTES / 4) { // With its nodes it is full before.
      put();
    }

    assertThat(flushes()).isEqualTo(flushed);
    prepare();
    put();
    assertThat(flushes()).as("it was full").isEqualTo(flushed + 1);
  }

  @Test
  void tablesThatWereCompactedAreDeleted() {
    for (int i = 0; i < 3; i++) {
      nextKey = 0; // What does not overlap is only moved.
      prepare();
      put();
      store.flush();
    }
    assertThat(tables()).hasSize(3);

    store.compact(KeyRange.all());

    assertThat(tables()).hasSize(1);
  }
}
