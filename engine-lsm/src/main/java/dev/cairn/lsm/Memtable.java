package dev.cairn.lsm;

import dev.cairn.internal.log.LogRecord;
import dev.cairn.internal.log.LogSegment;
import dev.cairn.internal.memory.MemoryBudget;
import dev.cairn.internal.record.RecordFormat;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The operations between two positions of the log. The records stay in the log's memory; an index
 * finds them.
 *
 * <p>One writer at a time; readers take no lock, and hold an epoch pin so that nothing is freed. A
 * memtable that was just made has no memory: so that memory can be had by a flush when there is
 * none left, a memtable can be followed by another without taking any.
 */
final class Memtable implements AutoCloseable {
  // So many may be without order until it is made in the background.
  private static final int ASKED_NODES = 1 << 14;
  private static final int UNASKED_NODES = 1 << 19;

  private final MemoryBudget budget;
  private final LogRecords records;
  private final long basePosition;
  private final long bytes;
  private final byte[] prefix;

  // Whether the order of the memtable before this one was asked for.
  private final boolean wasOrderAsked;

  // Made by the writer for the first operation.
  private volatile @Nullable MemtableIndex index;

  private volatile RangeTombstones tombstones = RangeTombstones.NONE;
  private volatile boolean dropped;

  // The writer's; others see it when it no longer grows, or roughly.
  private long entries;
  private byte @Nullable [] sharedPrefix;

  // Where in the log the operations end; written once, when another memtable takes over.
  private volatile long endPosition = Long.MAX_VALUE;

  /**
   * Makes an empty memtable.
   *
   * @param budget what its memory will count against
   * @param basePosition where in the log its operations begin
   * @param bytes how much of the log it is meant for
   * @param prefix which keys are thought to begin with
   * @param wasOrderAsked whether the order of the memtable before this one was asked for
   */
  Memtable(
      MemoryBudget budget,
      LogRecords records,
      long basePosition,
      long bytes,
      byte[] prefix,
      boolean wasOrderAsked) {
    this.budget = budget;
    this.records = records;
    this.basePosition = basePosition;
    this.bytes = bytes;
    this.prefix = prefix;
    this.wasOrderAsked = wasOrderAsked;
  }

  long basePosition() {
    return basePosition;
  }

  long endPosition() {
    return endPosition;
  }

  void endAt(long position) {
    endPosition = position;
  }

  /** Cursors over its entries, or none if it has none. The caller keeps the memory in place. */
  List<EntryCursor> cursors() {
    MemtableIndex present = index;
    return present == null ? List.of() : present.cursors();
  }

  /**
   * A cursor that goes once over all entries, or none if it has none; likewise. Nothing is added
   * any more.
   */
  List<EntryCursor> scanCursors() {
    MemtableIndex present = index;
    return present == null ? List.of() : List.of(present.scan());
  }

  RangeTombstones tombstones() {
    return tombstones;
  }

  long entries() {
    return entries;
  }

  boolean isEmpty() {
    return entries == 0 && tombstones.isEmpty();
  }

  /** Whether it has memory; an empty one may have what a write took that then was refused. */
  boolean hasMemory() {
    return index != null;
  }

  /** The prefix that all its keys share, or null if it has none. */
  byte @Nullable [] sharedPrefix() {
    return sharedPrefix;
  }

  /** Whether somebody has asked for the order that cursors need; then others will. */
  boolean isOrderAsked() {
    MemtableIndex present = index;
    return present != null && present.isOrderAsked();
  }

  /**
   * Whether so many records are without the order that a cursor which is opened should not have to
   * wait for them. The flush does not need it.
   */
  boolean isOrderDue() {
    MemtableIndex present = index;
    return present != null
        && present.unorderedCount()
            >= (wasOrderAsked || present.isOrderAsked() ? ASKED_NODES : UNASKED_NODES);
  }

  /** Brings all records into the order that cursors need. The caller keeps the memory in place. */
  void order() {
    MemtableIndex present = index;
    if (present != null) {
      present.order();
    }
  }

  /** Brings records into their order if cursors are opened often. The writer calls it. */
  void keepOrder() {
    MemtableIndex present = index;
    if (present != null) {
      present.keepOrder();
    }
  }

  /**
   * Bytes that grow with the operations, beside those of the log. Removed ranges that overlap take
   * as much of the heap as the square of their number, until a flush leaves of each stripe one.
   */
  long nodeBytes() {
    MemtableIndex present = index;
    return tombstones.heapBytes() + (present == null ? 0 : present.nodeBytes());
  }

  /** Bytes beside those of the log. */
  long indexBytes() {
    MemtableIndex present = index;
    return present == null ? 0 : present.bytes();
  }

  /**
   * Makes sure that so many operations can be added.
   *
   * @throws dev.cairn.MemoryBudgetException if there is no memory for them
   */
  void reserve(int operations) {
    MemtableIndex present = index;
    if (present == null) {
      present = MemtableIndex.create(budget, records, bytes, prefix);
      index = present;
    }
    present.reserve(operations);
  }

  /** Adds a record that the log has, newer than all that are here, for which there is room. */
  void add(
      LogSegment segment, long offset, byte kind, byte[] key, int at, int keyBytes, long hash) {
    if (kind == RecordFormat.DELETE_RANGE) {
      addTombstone(segment, offset, key, at, keyBytes);
      return;
    }
    MemtableIndex present = index;
    if (present == null) {
      throw new IllegalStateException("not reserved");
    }
    present.add(segment.address(offset), key, at, keyBytes, hash);
    sharePrefix(key, at, keyBytes);
    entries++;
  }

  private void sharePrefix(byte[] key, int at, int keyBytes) {
    byte[] shared = sharedPrefix;
    if (shared == null) {
      sharedPrefix = Arrays.copyOfRange(key, at, at + keyBytes);
      return;
    }
    int different = Arrays.mismatch(shared, 0, shared.length, key, at, at + keyBytes);
    if (different >= 0 && different < shared.length) {
      sharedPrefix = Arrays.copyOf(shared, different);
    }
  }

  private void addTombstone(LogSegment segment, long offset, byte[] key, int at, int keyBytes) {
    MemorySegment memory = LogRecords.memory(segment);
    byte[] from = Arrays.copyOfRange(key, at, at + keyBytes);
    byte @Nullable [] to = null;
    int toBytes = LogRecord.valueBytes(memory, offset);
    if (toBytes > 0) {
      to = new byte[toBytes];
      MemorySegment.copy(
          memory, ValueLayout.JAVA_BYTE, LogRecord.keyOffset(offset) + keyBytes, to, 0, toBytes);
    }
    if (to == null || Arrays.compareUnsigned(from, to) < 0) {
      tombstones = tombstones.with(from, to, LogRecords.sequence(segment, offset));
    }
  }

  /**
   * Finds the newest entry of a key that is older than a sequence. The caller is pinned.
   *
   * @return whether there is one
   */
  boolean find(byte[] key, long hash, long before, Found found) {
    MemtableIndex present = index;
    if (present == null) {
      return false;
    }
    int node = present.newestBefore(present.newest(key, hash), key, before);
    if (node != SkipList.NONE) {
      show(present.address(node), found);
    }
    return node != SkipList.NONE;
  }

  private void show(long address, Found found) {
    LogSegment segment = records.segment(address);
    long offset = segment.offset(address);
    MemorySegment memory = LogRecords.memory(segment);
    found.sequence = LogRecords.sequence(segment, offset);
    found.delete = LogRecord.kind(memory, offset) == RecordFormat.DELETE;
    found.memory = memory;
    found.valueOffset = LogRecord.keyOffset(offset) + LogRecord.keyBytes(memory, offset);
    found.valueBytes = LogRecord.valueBytes(memory, offset);
  }

  /** Whether its operations are in a table by now, and its memory goes once nobody is pinned. */
  boolean isDropped() {
    return dropped;
  }

  void drop() {
    dropped = true;
  }

  /** Frees its memory. Nobody reads it any more. */
  @Override
  public void close() {
    MemtableIndex present = index;
    if (present != null) {
      present.close();
    }
  }
}
