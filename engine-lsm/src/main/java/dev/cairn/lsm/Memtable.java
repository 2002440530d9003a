package dev.cairn.lsm;

import dev.cairn.MemoryBudgetException;
import dev.cairn.internal.log.LogRecord;
import dev.cairn.internal.log.LogSegment;
import dev.cairn.internal.memory.Block;
import dev.cairn.internal.memory.MemoryBudget;
import dev.cairn.internal.record.RecordFormat;
import dev.cairn.internal.simd.Bytes;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The operations between two positions of the log, by key: an ordered list for cursors and for the
 * flush, and a hash table for point reads. Both lead to the records, which stay in the log's
 * memory.
 *
 * <p>One writer at a time; readers take no lock, and hold an epoch pin so that nothing is freed.
 * The hash table leads to the newest record of each key; from it the list leads to the older ones.
 */
final class Memtable implements AutoCloseable {
  private static final int BYTES_PER_BUCKET = 64;
  private static final int MIN_BUCKETS = 64;
  private static final int MIN_CHUNK_BYTES = 16 << 10;
  private static final int MAX_CHUNK_BYTES = 1 << 20;
  private static final int CHUNKS = 8;
  private static final int TAG_MASK = (1 << 24) - 1;

  private static final VarHandle WORD = ValueLayout.JAVA_INT.varHandle();

  private final LogRecords records;
  private final long basePosition;
  private final NodeArena arena;
  private final Block buckets;
  private final int bucketMask;
  private final SkipList list;

  private volatile RangeTombstones tombstones = RangeTombstones.NONE;
  private volatile boolean dropped;

  // The writer's; others see it when it no longer grows, or roughly.
  private long entries;

  // Where in the log the operations end; written once, when another memtable takes over.
  private volatile long endPosition = Long.MAX_VALUE;

  private Memtable(
      LogRecords records, long basePosition, NodeArena arena, Block buckets, byte[] prefix) {
    this.records = records;
    this.basePosition = basePosition;
    this.arena = arena;
    this.buckets = buckets;
    this.bucketMask = (int) (buckets.memory().byteSize() / Integer.BYTES) - 1;
    this.list = new SkipList(arena, records, prefix);
  }

  /**
   * Makes an empty memtable.
   *
   * @param budget what its memory counts against
   * @param basePosition where in the log its operations begin
   * @param bytes how much of the log it is meant for
   * @param prefix which keys are thought to begin with
   * @throws MemoryBudgetException if there is no memory for it
   */
  static Memtable create(
      MemoryBudget budget, LogRecords records, long basePosition, long bytes, byte[] prefix) {
    int bucketCount =
        Integer.highestOneBit(
            Math.clamp(bytes / BYTES_PER_BUCKET, MIN_BUCKETS, Integer.MAX_VALUE / 16));
    Block buckets = Block.tryAllocate(budget, (long) bucketCount * Integer.BYTES);
    if (buckets == null) {
      throw new MemoryBudgetException(
          "memtable: " + budget.usedBytes() + " of " + budget.limitBytes() + " bytes are in use");
    }
    int chunkBytes =
        Integer.highestOneBit(Math.clamp(bytes / CHUNKS, MIN_CHUNK_BYTES, MAX_CHUNK_BYTES));
    NodeArena arena = new NodeArena(budget, chunkBytes);
    try {
      return new Memtable(records, basePosition, arena, buckets, prefix);
    } catch (RuntimeException | Error failure) {
      arena.close();
      buckets.close();
      throw failure;
    }
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

  SkipList list() {
    return list;
  }

  LogRecords records() {
    return records;
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

  /** The prefix that all its keys share, or null if it has none. */
  byte @Nullable [] sharedPrefix() {
    if (entries == 0) {
      return null;
    }
    MemtableCursor cursor = new MemtableCursor(this);
    cursor.first();
    byte[] first = Arrays.copyOf(cursor.key, cursor.keyBytes);
    cursor.last();
    return KeyHeads.sharedPrefix(first, Arrays.copyOf(cursor.key, cursor.keyBytes));
  }

  long arenaBytes() {
    return arena.bytes();
  }

  /** Bytes beside those of the log. */
  long indexBytes() {
    return buckets.memory().byteSize() + arena.bytes();
  }

  /** Makes sure that so many operations can be added. */
  void reserve(int operations) {
    list.reserve(operations);
  }

  /** Adds a record that the log has, newer than all that are here, for which there is room. */
  void add(
      LogSegment segment, long offset, byte kind, byte[] key, int at, int keyBytes, long hash) {
    if (kind == RecordFormat.DELETE_RANGE) {
      addTombstone(segment, offset, key, at, keyBytes);
      return;
    }
    int tag = (int) hash & TAG_MASK;
    int node = list.insert(segment.address(offset), tag, key, at, keyBytes);
    chain(node, tag, key, at, keyBytes, bucketAt(hash));
    entries++;
  }

  private long bucketAt(long hash) {
    return (long) ((int) (hash >>> Integer.SIZE) & bucketMask) * Integer.BYTES;
  }

  /** Lets the bucket lead to a node, instead of to the key's older one if there is one. */
  private void chain(int node, int tag, byte[] key, int at, int keyBytes, long bucketAt) {
    MemorySegment memory = buckets.memory();
    int previous = SkipList.NONE;
    int other = (int) WORD.getAcquire(memory, bucketAt);
    int first = other;
    while (other != SkipList.NONE
        && !(list.tag(other) == tag && records.hasKey(list.address(other), key, at, keyBytes))) {
      previous = other;
      other = list.chained(other);
    }
    if (other == SkipList.NONE) {
      list.setChained(node, first);
      WORD.setRelease(memory, bucketAt, node);
      return;
    }
    // A reader that stands on the older node goes on from it as before.
    list.setChained(node, list.chained(other));
    if (previous == SkipList.NONE) {
      WORD.setRelease(memory, bucketAt, node);
    } else {
      list.setChained(previous, node);
    }
  }

  private void addTombstone(LogSegment segment, long offset, byte[] key, int at, int keyBytes) {
    MemorySegment memory = LogRecords.memory(segment);
    byte[] from = new byte[keyBytes];
    System.arraycopy(key, at, from, 0, keyBytes);
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
    int tag = (int) hash & TAG_MASK;
    int node = (int) WORD.getAcquire(buckets.memory(), bucketAt(hash));
    while (node != SkipList.NONE) {
      if (list.tag(node) == tag) {
        long address = list.address(node);
        LogSegment segment = records.segment(address);
        long offset = segment.offset(address);
        MemorySegment memory = LogRecords.memory(segment);
        if (LogRecord.keyBytes(memory, offset) == key.length
            && Bytes.equal(memory, LogRecord.keyOffset(offset), key, 0, key.length)) {
          return show(segment, memory, offset, before, found) || findOlder(key, before, found);
        }
      }
      node = list.chained(node);
    }
    return false;
  }

  private boolean findOlder(byte[] key, long before, Found found) {
    int node = list.seek(key, key.length, before);
    if (node == SkipList.NONE || !records.hasKey(list.address(node), key, 0, key.length)) {
      return false;
    }
    LogSegment segment = records.segment(list.address(node));
    return show(
        segment, LogRecords.memory(segment), segment.offset(list.address(node)), before, found);
  }

  private static boolean show(
      LogSegment segment, MemorySegment memory, long offset, long before, Found found) {
    long sequence = LogRecords.sequence(segment, offset);
    if (sequence >= before) {
      return false;
    }
    found.sequence = sequence;
    found.delete = LogRecord.kind(memory, offset) == RecordFormat.DELETE;
    found.memory = memory;
    found.valueOffset = LogRecord.keyOffset(offset) + LogRecord.keyBytes(memory, offset);
    found.valueBytes = LogRecord.valueBytes(memory, offset);
    return true;
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
    buckets.close();
    arena.close();
  }
}
