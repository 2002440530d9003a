package dev.cairn.lsm;

import dev.cairn.Limits;
import dev.cairn.internal.log.LogRecord;
import dev.cairn.internal.log.LogSegment;
import dev.cairn.internal.log.LogVisitor;
import dev.cairn.internal.memory.MemoryBudget;
import dev.cairn.internal.simd.Xxh3;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts the operations of the log into memtables at opening, in their order and on one thread. A
 * memtable begins where a segment begins, as it does when the store is written to.
 */
final class Replay implements LogVisitor {
  private static final byte[] NO_PREFIX = {};

  private final LogRecords records;
  private final MemoryBudget budget;
  private final long memtableBytes;
  private final long hashSeed;
  private final List<Memtable> memtables = new ArrayList<>();
  private final byte[] key = new byte[Limits.MAX_KEY_BYTES];
  private @Nullable LogSegment lastSegment;

  Replay(
      LogRecords records,
      MemoryBudget budget,
      long flushedPosition,
      long memtableBytes,
      long hashSeed) {
    this.records = records;
    this.budget = budget;
    this.memtableBytes = memtableBytes;
    this.hashSeed = hashSeed;
    memtables.add(new Memtable(budget, records, flushedPosition, memtableBytes, NO_PREFIX, false));
  }

  LogRecords records() {
    return records;
  }

  /** The memtables, oldest first. */
  List<Memtable> memtables() {
    return memtables;
  }

  @Override
  public void visit(LogSegment segment, MemorySegment memory, long offset) {
    Memtable memtable = memtables.getLast();
    if (segment != lastSegment) {
      lastSegment = segment;
      long position = segment.basePosition();
      if (position - memtable.basePosition() + memtable.nodeBytes() >= memtableBytes) {
        byte[] shared = memtable.sharedPrefix();
        memtable.endAt(position);
        memtable =
            new Memtable(
                budget,
                records,
                position,
                memtableBytes,
                shared == null ? NO_PREFIX : shared,
                false);
        memtables.add(memtable);
      }
    }
    int keyBytes = LogRecord.keyBytes(memory, offset);
    MemorySegment.copy(
        memory, ValueLayout.JAVA_BYTE, LogRecord.keyOffset(offset), key, 0, keyBytes);
    memtable.reserve(1);
    memtable.add(
        segment,
        offset,
        LogRecord.kind(memory, offset),
        key,
        0,
        keyBytes,
        Xxh3.hash(key, 0, keyBytes, hashSeed));
  }
}
