package dev.cairn.lsm;

import dev.cairn.MemoryBudgetException;
import dev.cairn.internal.memory.Block;
import dev.cairn.internal.memory.MemoryBudget;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where the records of a memtable are, by key: a hash table for point reads, and an ordered list
 * for cursors. Both share their nodes, which lead to records in the log's memory.
 *
 * <p>The writer puts a node into the hash table at once; into the list it comes before a cursor
 * needs it there. The hash table leads to the newest record of each key, and that to the older
 * ones. One writer at a time; readers take no lock, and hold an epoch pin so that nothing is freed.
 */
final class MemtableIndex implements AutoCloseable {
  private static final int BYTES_PER_BUCKET = 64;
  private static final int MIN_BUCKETS = 64;
  private static final int MIN_CHUNK_BYTES = 16 << 10;
  private static final int MAX_CHUNK_BYTES = 1 << 20;
  private static final int CHUNKS = 8;
  private static final int TAG_MASK = (1 << SkipList.TAG_BITS) - 1;

  // From so many older records of a key on it costs less to look for one in the list.
  private static final int MAX_PASSED = 32;

  // A cursor links all that is missing if it is more than so much, and else a part of it at most.
  private static final int MOST_ASIDE = 1 << 16;
  private static final int MOST_LINKED = 1 << 10;

  // While records are so few between two that ask for the order, the writer keeps it: when it has
  // added so many or more, for twice as many at most.
  private static final int ASKED_WITHIN = 1 << 14;
  private static final int KEPT = 1 << 6;

  private static final int NEVER = -1;

  private static final VarHandle WORD = ValueLayout.JAVA_INT.varHandle();

  private final LogRecords records;
  private final NodeArena arena;
  private final Block buckets;
  private final int bucketMask;
  private final SkipList list;
  private final NodeLinker linker;

  // Of nodes in the hash table; the writer's, released after the node.
  private final AtomicInteger madeCount = new AtomicInteger();

  // The writer's: how many there were when it last looked whether to link some.
  private int keptCount;

  // How many there were when somebody last asked for the order.
  private volatile int askedCount = NEVER;

  private MemtableIndex(LogRecords records, NodeArena arena, Block buckets, byte[] prefix) {
    this.records = records;
    this.arena = arena;
    this.buckets = buckets;
    this.bucketMask = (int) (buckets.memory().byteSize() / Integer.BYTES) - 1;
    this.list = new SkipList(arena, records, prefix);
    this.linker = new NodeLinker(list, records);
  }

  /**
   * Makes an empty index.
   *
   * @param budget what its memory counts against
   * @param bytes how much of the log it is meant for
   * @param prefix which keys are thought to begin with
   * @throws MemoryBudgetException if there is no memory for it
   */
  static MemtableIndex create(MemoryBudget budget, LogRecords records, long bytes, byte[] prefix) {
    int bucketCount =
        Integer.highestOneBit(
            Math.clamp(bytes / BYTES_PER_BUCKET, MIN_BUCKETS, Integer.MAX_VALUE / 16));
    Block buckets = Block.tryAllocate(budget, (long) bucketCount * Integer.BYTES);
    if (buckets == null) {
      throw new MemoryBudgetException(
          "memtable: " + budget.usedBytes() + " of " + budget.limitBytes() + " bytes are in use");
    }
    NodeArena arena = new NodeArena(budget, chunkBytes(bytes));
    try {
      return new MemtableIndex(records, arena, buckets, prefix);
    } catch (RuntimeException | Error failure) {
      arena.close();
      buckets.close();
      throw failure;
    }
  }

  private static int chunkBytes(long bytes) {
    return Integer.highestOneBit(Math.clamp(bytes / CHUNKS, MIN_CHUNK_BYTES, MAX_CHUNK_BYTES));
  }

  /**
   * Cursors which have all records that were added before. The caller keeps the memory in place.
   */
  List<EntryCursor> cursors() {
    int count = ask();
    int unordered = count - linker.linkedCount();
    if (unordered > MOST_ASIDE) {
      linker.link(count);
    } else if (unordered > 2 * KEPT) {
      linker.tryLink(count, MOST_LINKED);
    }
    int[] unlinked = linker.unlinked(count);
    MemtableCursor ordered = new MemtableCursor(list, records);
    return unlinked.length == 0
        ? List.of(ordered)
        : List.of(ordered, new SortedNodesCursor(unlinked, list, records));
  }

  /** The list, with all records that were added before; likewise. */
  SkipList ordered() {
    linker.link(ask());
    return list;
  }

  private int ask() {
    int count = madeCount.getAcquire();
    if (askedCount < count) {
      askedCount = count;
    }
    return count;
  }

  /** Whether somebody has asked for the order. */
  boolean isOrderAsked() {
    return askedCount != NEVER;
  }

  /** Brings all records into their order; likewise. */
  void order() {
    linker.link(madeCount.getAcquire());
  }

  /**
   * A cursor that goes once over all records; likewise. Nothing is added any more. Unless most are
   * in the list, or they are too many, they are sorted aside, which costs less.
   */
  EntryCursor scan() {
    int count = madeCount.getAcquire();
    return linker.linkedCount() > count / 2 || count > NodeLinker.MOST_SORTED
        ? new MemtableCursor(ordered(), records)
        : new SortedNodesCursor(linker.sorted(count), list, records);
  }

  /** How many records are not yet in their order. */
  int unorderedCount() {
    return madeCount.getAcquire() - linker.linkedCount();
  }

  long address(int node) {
    return list.address(node);
  }

  /** Bytes that nodes have taken so far. */
  long nodeBytes() {
    return arena.bytes();
  }

  long bytes() {
    return buckets.memory().byteSize() + arena.bytes();
  }

  /** Makes sure that so many records can be added. */
  void reserve(int count) {
    list.reserve(count);
  }

  /** Adds a record, newer than all that are here, for which there is room. */
  void add(long address, byte[] key, int at, int keyBytes, long hash) {
    int tag = (int) hash & TAG_MASK;
    int node = list.add(address, tag, key, at, keyBytes);
    chain(node, tag, key, at, keyBytes, bucketAt(hash));
    madeCount.setRelease(madeCount.getPlain() + 1);
  }

  /**
   * Links nodes if cursors are opened often: a writer makes nodes as fast as they are linked, so
   * cursors alone would never be through with them. The writer calls it after each write.
   */
  void keepOrder() {
    int count = madeCount.getPlain();
    int added = count - keptCount;
    if (added < KEPT) {
      return;
    }
    keptCount = count;
    int asked = askedCount;
    if (asked != NEVER && count - asked < ASKED_WITHIN) {
      linker.tryLink(count, 2 * added);
    }
  }

  private long bucketAt(long hash) {
    return (long) ((int) (hash >>> Integer.SIZE) & bucketMask) * Integer.BYTES;
  }

  /** Lets the bucket lead to a node, instead of to the key's older one if there is one. */
  private void chain(int node, int tag, byte[] key, int at, int keyBytes, long bucketAt) {
    MemorySegment memory = buckets.memory();
    int previous = SkipList.NONE;
    int first = (int) WORD.getAcquire(memory, bucketAt);
    int other = first;
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
    list.setOlder(node, other);
    // A reader that stands on the older node goes on from it as before.
    list.setChained(node, list.chained(other));
    if (previous == SkipList.NONE) {
      WORD.setRelease(memory, bucketAt, node);
    } else {
      list.setChained(previous, node);
    }
  }

  /** The node of a key's newest record, or {@link SkipList#NONE}. The caller is pinned. */
  int newest(byte[] key, long hash) {
    int tag = (int) hash & TAG_MASK;
    int node = (int) WORD.getAcquire(buckets.memory(), bucketAt(hash));
    while (node != SkipList.NONE
        && !(list.tag(node) == tag && records.hasKey(list.address(node), key, 0, key.length))) {
      node = list.chained(node);
    }
    return node;
  }

  /**
   * The node of a key's newest record before a sequence, or {@link SkipList#NONE}; likewise.
   *
   * @param newest the node of its newest record
   */
  int newestBefore(int newest, byte[] key, long before) {
    int node = newest;
    for (int passed = 0; passed < MAX_PASSED; passed++) {
      if (node == SkipList.NONE || records.sequence(list.address(node)) < before) {
        return node;
      }
      node = list.older(node);
    }
    node = ordered().seek(key, key.length, before);
    return node != SkipList.NONE && records.hasKey(list.address(node), key, 0, key.length)
        ? node
        : SkipList.NONE;
  }

  /** Frees its memory. Nobody reads it any more. */
  @Override
  public void close() {
    buckets.close();
    arena.close();
  }
}
