package dev.cairn.lsm;

import dev.cairn.internal.log.LogRecord;
import dev.cairn.internal.log.LogSegment;
import dev.cairn.internal.record.RecordFormat;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A position among records of the log. Holds nothing between calls: whoever moves it is pinned, and
 * has seen that the memtable is not dropped.
 */
abstract class RecordCursor extends EntryCursor {
  /** Records lie anywhere: one by one, each would cost its miss when it is needed. */
  static final int AHEAD = 16;

  private final LogRecords records;

  // So that no compiler leaves out what is read for the cache alone.
  @SuppressWarnings("unused")
  private int fetched;

  private MemorySegment memory = MemorySegment.NULL;
  private long valueOffset;
  private int valueBytes;

  RecordCursor(LogRecords records) {
    this.records = records;
  }

  @Override
  final void seek(byte[] target, int targetBytes) {
    seek(target, targetBytes, Long.MAX_VALUE);
  }

  @Override
  abstract void seek(byte[] target, int targetBytes, long before);

  final void standOn(long address) {
    LogSegment segment = records.segment(address);
    long offset = segment.offset(address);
    memory = LogRecords.memory(segment);
    keyBytes = LogRecord.keyBytes(memory, offset);
    makeRoomForKey(keyBytes);
    MemorySegment.copy(
        memory, ValueLayout.JAVA_BYTE, LogRecord.keyOffset(offset), key, 0, keyBytes);
    head = KeyHeads.firstBytes(key, keyBytes);
    sequence = LogRecords.sequence(segment, offset);
    delete = LogRecord.kind(memory, offset) == RecordFormat.DELETE;
    valueOffset = LogRecord.keyOffset(offset) + keyBytes;
    valueBytes = LogRecord.valueBytes(memory, offset);
    valid = true;
  }

  /** Reads something of a record, so that the processor has it when a cursor comes there. */
  final void fetch(long address) {
    fetched += records.keyBytes(address);
  }

  @Override
  final MemorySegment valueMemory() {
    return memory;
  }

  @Override
  final long valueOffset() {
    return valueOffset;
  }

  @Override
  final int valueBytes() {
    return valueBytes;
  }

  @Override
  final void release() {
    valid = false;
  }
}
