package dev.cairn.lsm;

import dev.cairn.Durability;
import dev.cairn.internal.log.Log;
import dev.cairn.internal.log.LogRecord;
import dev.cairn.internal.log.LogRecovery;
import dev.cairn.internal.log.LogSettings;
import dev.cairn.internal.log.LogStart;
import dev.cairn.internal.log.SegmentMemory;
import dev.cairn.internal.log.SegmentStay;
import dev.cairn.internal.memory.Epochs;
import dev.cairn.internal.memory.MemoryBudget;
import dev.cairn.testkit.edit.Preemption;
import java.util.HashSet;
import java.util.Set;

/**
 * Opens cursors over a memtable of which no node is in the list, while at each step in turn others
 * are added, and all are linked; and the other way round: links all, while cursors are opened.
 */
final class PreemptedCursors implements AutoCloseable {
  private static final int SEGMENT_BYTES = 4 << 10;
  private static final int KEYS = 5;

  private final MemoryBudget budget = new MemoryBudget(1 << 20);
  private final Epochs epochs = new Epochs();
  private final Log log =
      LogRecovery.open(
          new LogSettings(
              null,
              1,
              new SegmentMemory(budget, epochs, SEGMENT_BYTES, SegmentStay.UNTIL_REMOVED),
              epochs,
              Runnable::run,
              0),
          LogStart.NEW,
          _ -> (_, _, _) -> {});
  private final MemtableIndex index =
      MemtableIndex.create(budget, new LogRecords(log.addresses()), SEGMENT_BYTES, new byte[0]);

  private PreemptedCursors() {
    for (int key = 0; key < KEYS; key++) {
      put(key);
    }
  }

  /** Tries all, and returns how often another came between. Called in classes with points. */
  static int run() {
    int count = 0;
    while (isOpened(count)) {
      count++;
    }
    for (int point = 0; isLinked(point); point++) {
      count++;
    }
    return count;
  }

  private static boolean isOpened(int point) {
    try (PreemptedCursors parts = new PreemptedCursors()) {
      return Preemption.at(
          point,
          () -> {
            parts.put(KEYS);
            parts.put(KEYS + 1);
            parts.index.order();
          },
          () -> parts.requireAll(point));
    }
  }

  private static boolean isLinked(int point) {
    try (PreemptedCursors parts = new PreemptedCursors()) {
      return Preemption.at(point, () -> parts.requireAll(point), parts.index::order);
    }
  }

  private void put(int number) {
    byte[] key = {(byte) number};
    index.reserve(1);
    long address = log.append(LogRecord.put(key, key), Durability.MEMORY);
    index.add(address, key, 0, key.length, /* hash= */ number);
  }

  private void requireAll(int point) {
    Set<Integer> found = new HashSet<>();
    try {
      MergingCursor cursor = new MergingCursor(index.cursors());
      cursor.first();
      for (EntryCursor top; (top = cursor.top()) != null; cursor.advance()) {
        found.add((int) top.key[0]);
      }
    } catch (RuntimeException failure) {
      throw new AssertionError("cursors at point " + point, failure);
    }
    for (int key = 0; key < KEYS; key++) {
      if (!found.contains(key)) {
        throw new AssertionError("cursors at point %d have %s".formatted(point, found));
      }
    }
  }

  @Override
  public void close() {
    epochs.close();
    index.close();
    log.close();
  }
}
