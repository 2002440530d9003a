package dev.cairn.lsm;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what flushes and compactions have done since the store was opened. */
final class LsmFigures {
  private final AtomicLong flushCount = new AtomicLong();
  private final AtomicLong flushedBytes = new AtomicLong();
  private final AtomicLong compactionCount = new AtomicLong();
  private final AtomicLong compactedBytes = new AtomicLong();
  private final AtomicLong writtenByCompactions = new AtomicLong();
  private final AtomicLong moveCount = new AtomicLong();
  private final AtomicLong ingestedBytes = new AtomicLong();

  static long bytes(List<TableEntry> tables) {
    return tables.stream().mapToLong(TableEntry::fileBytes).sum();
  }

  void addFlush(List<TableEntry> written) {
    flushCount.incrementAndGet();
    flushedBytes.addAndGet(bytes(written));
  }

  void addCompaction(Compaction compaction, List<TableEntry> written) {
    compactionCount.incrementAndGet();
    compactedBytes.addAndGet(compaction.bytes());
    writtenByCompactions.addAndGet(bytes(written));
  }

  void addMove(int tables) {
    moveCount.addAndGet(tables);
  }

  void addIngest(List<TableEntry> written) {
    ingestedBytes.addAndGet(bytes(written));
  }

  long flushCount() {
    return flushCount.get();
  }

  long flushedBytes() {
    return flushedBytes.get();
  }

  long compactionCount() {
    return compactionCount.get();
  }

  long compactedBytes() {
    return compactedBytes.get();
  }

  long writtenByCompactions() {
    return writtenByCompactions.get();
  }

  long moveCount() {
    return moveCount.get();
  }

  long ingestedBytes() {
    return ingestedBytes.get();
  }
}
