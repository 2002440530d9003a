package dev.cairn.lsm;

import dev.cairn.internal.log.LogRecord;
import dev.cairn.internal.log.LogSegment;
import dev.cairn.internal.record.RecordFormat;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A position in a memtable. Holds nothing between calls: whoever moves it is pinned, and has seen
 * that the memtable is not dropped.
 */
final class MemtableCursor extends EntryCursor {
  private static final int AHEAD_NODES = 16;

  private final SkipList list;
  private final LogRecords records;
  private int node;

  // Whether it went to the first entry, and will go on to the last.
  private boolean goesThroughAll;
  private int aheadCount;

  // So that no compiler leaves out what is read for the cache alone.
  @SuppressWarnings("unused")
  private int fetched;

  private MemorySegment memory = MemorySegment.NULL;
  private long valueOffset;
  private int valueBytes;

  MemtableCursor(SkipList list, LogRecords records) {
    this.list = list;
    this.records = records;
  }

  private void standOn(int newNode) {
    node = newNode;
    valid = newNode != SkipList.NONE;
    if (!valid) {
      return;
    }
    long address = list.address(newNode);
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
  }

  @Override
  void first() {
    aheadCount = 0;
    goesThroughAll = true;
    standOn(list.firstNode());
  }

  @Override
  void last() {
    goesThroughAll = false;
    standOn(list.lastNode());
  }

  @Override
  void seek(byte[] target, int targetBytes) {
    goesThroughAll = false;
    standOn(list.seek(target, targetBytes, Long.MAX_VALUE));
  }

  @Override
  void seekBelow(byte[] target, int targetBytes) {
    goesThroughAll = false;
    standOn(list.seekBelow(target, targetBytes));
  }

  @Override
  void next() {
    int following = list.next(node);
    if (goesThroughAll && --aheadCount < 0) {
      fetchAhead(following);
    }
    standOn(following);
  }

  /**
   * Records lie anywhere: what is fetched one by one, each when it is needed, costs a miss each.
   */
  private void fetchAhead(int from) {
    int at = from;
    int sum = 0;
    for (int i = 0; i < AHEAD_NODES && at != SkipList.NONE; i++) {
      sum += records.keyBytes(list.address(at));
      at = list.next(at);
    }
    fetched = sum;
    aheadCount = AHEAD_NODES - 1;
  }

  @Override
  void previous() {
    standOn(list.seekBefore(key, keyBytes, sequence));
  }

  @Override
  MemorySegment valueMemory() {
    return memory;
  }

  @Override
  long valueOffset() {
    return valueOffset;
  }

  @Override
  int valueBytes() {
    return valueBytes;
  }

  @Override
  void release() {
    valid = false;
  }
}
