package dev.cairn.lsm;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The order of a memtable's records: a skip list (Pugh 1990) with one writer and any number of
 * readers without locks. Nodes are never moved nor removed.
 *
 * <pre>
 * node | key head 8 | record address 40 bits, hash tag 24 | next of the same bucket 4 | next 4 x height |
 * </pre>
 *
 * <p>Of a key's records the newest comes first: each is put before those that are there. A node is
 * complete before the word that leads to it is released, and readers acquire that word.
 */
final class SkipList {
  static final int MAX_HEIGHT = 12;
  static final int NONE = 0;

  private static final int HEAD_OFFSET = 0;
  private static final int ADDRESS_OFFSET = HEAD_OFFSET + Long.BYTES;
  private static final int CHAIN_OFFSET = ADDRESS_OFFSET + Long.BYTES;
  private static final int NEXT_OFFSET = CHAIN_OFFSET + Integer.BYTES;
  private static final int MAX_NODE_BYTES = NEXT_OFFSET + MAX_HEIGHT * Integer.BYTES;
  private static final int ADDRESS_BITS = 40;
  private static final long ADDRESS_MASK = (1L << ADDRESS_BITS) - 1;

  private static final VarHandle WORD = ValueLayout.JAVA_INT.varHandle();

  private final NodeArena arena;
  private final LogRecords records;
  private final byte[] prefix;
  private final SplittableRandom random = new SplittableRandom(1);
  private final int first;

  // The writer's: the nodes before the place of the last insertion, by level.
  private final int[] before = new int[MAX_HEIGHT];
  private int height = 1;
  private volatile int readHeight = 1;

  /**
   * Makes an empty list.
   *
   * @param prefix which keys are thought to begin with; heads tell such keys apart best
   */
  SkipList(NodeArena arena, LogRecords records, byte[] prefix) {
    this.arena = arena;
    this.records = records;
    this.prefix = prefix;
    arena.reserve(1, MAX_NODE_BYTES);
    this.first = arena.take(MAX_NODE_BYTES);
    Arrays.fill(before, first);
  }

  void reserve(int nodes) {
    arena.reserve(nodes, MAX_NODE_BYTES);
  }

  private int next(int node, int level) {
    return (int)
        WORD.getAcquire(
            arena.memory(node), arena.offset(node) + NEXT_OFFSET + (long) level * Integer.BYTES);
  }

  private void setNext(int node, int level, int next) {
    WORD.setRelease(
        arena.memory(node), arena.offset(node) + NEXT_OFFSET + (long) level * Integer.BYTES, next);
  }

  int next(int node) {
    return next(node, 0);
  }

  int firstNode() {
    return next(first, 0);
  }

  private long head(int node) {
    return arena.memory(node).get(ValueLayout.JAVA_LONG, arena.offset(node) + HEAD_OFFSET);
  }

  long address(int node) {
    return addressAndTag(node) & ADDRESS_MASK;
  }

  private long addressAndTag(int node) {
    return arena.memory(node).get(ValueLayout.JAVA_LONG, arena.offset(node) + ADDRESS_OFFSET);
  }

  int tag(int node) {
    return (int) (addressAndTag(node) >>> ADDRESS_BITS);
  }

  int chained(int node) {
    return (int) WORD.getAcquire(arena.memory(node), arena.offset(node) + CHAIN_OFFSET);
  }

  void setChained(int node, int next) {
    WORD.setRelease(arena.memory(node), arena.offset(node) + CHAIN_OFFSET, next);
  }

  /** Adds a record, newer than all that are there, and returns its node. */
  int insert(long address, int tag, byte[] key, int keyOffset, int keyBytes) {
    long head = KeyHeads.head(key, keyOffset, keyBytes, prefix);
    findBefore(head, key, keyOffset, keyBytes);
    int levels = randomHeight();
    if (levels > height) {
      height = levels;
    }
    int node = arena.take(NEXT_OFFSET + levels * Integer.BYTES);
    MemorySegment memory = arena.memory(node);
    long offset = arena.offset(node);
    memory.set(ValueLayout.JAVA_LONG, offset + HEAD_OFFSET, head);
    memory.set(
        ValueLayout.JAVA_LONG, offset + ADDRESS_OFFSET, ((long) tag << ADDRESS_BITS) | address);
    for (int level = 0; level < levels; level++) {
      memory.set(
          ValueLayout.JAVA_INT,
          offset + NEXT_OFFSET + (long) level * Integer.BYTES,
          next(before[level], level));
    }
    for (int level = 0; level < levels; level++) {
      setNext(before[level], level, node);
      before[level] = node;
    }
    if (height > readHeight) {
      readHeight = height;
    }
    return node;
  }

  private int randomHeight() {
    int levels = 1;
    for (int bits = random.nextInt(); (bits & 3) == 0 && levels < MAX_HEIGHT; bits >>>= 2) {
      levels++;
    }
    return levels;
  }

  /** Finds the nodes before a key; where the last insertion was, if keys come in order. */
  private void findBefore(long head, byte[] key, int keyOffset, int keyBytes) {
    int last = before[0];
    if (last != first && isLess(last, head, key, keyOffset, keyBytes)) {
      int after = next(last, 0);
      if (after == NONE || !isLess(after, head, key, keyOffset, keyBytes)) {
        return;
      }
    }
    int node = first;
    int known = NONE; // Known not to be less.
    for (int level = height - 1; level >= 0; level--) {
      for (; ; ) {
        int next = next(node, level);
        if (next == NONE || next == known || !isLess(next, head, key, keyOffset, keyBytes)) {
          known = next;
          break;
        }
        node = next;
      }
      before[level] = node;
    }
  }

  /** Whether a node's key is less than one. */
  private boolean isLess(int node, long head, byte[] key, int keyOffset, int keyBytes) {
    long nodeHead = head(node);
    return nodeHead == head
        ? records.compareKey(address(node), key, keyOffset, keyBytes) < 0
        : Long.compareUnsigned(nodeHead, head) < 0;
  }

  /** The first node of a key that is older than a sequence, or of a greater key. */
  int seek(byte[] key, int keyBytes, long before) {
    int node = lastBefore(key, keyBytes, before);
    return next(node, 0);
  }

  /** The last node of all whose key is less than one; {@link #NONE} if there is none. */
  int seekBelow(byte[] key, int keyBytes) {
    int node = lastBefore(key, keyBytes, Long.MAX_VALUE);
    return node == first ? NONE : node;
  }

  /** The last node before an entry of a key. */
  int seekBefore(byte[] key, int keyBytes, long sequence) {
    int node = lastBefore(key, keyBytes, sequence + 1);
    return node == first ? NONE : node;
  }

  private int lastBefore(byte[] key, int keyBytes, long sequence) {
    long head = KeyHeads.head(key, 0, keyBytes, prefix);
    int node = first;
    int known = NONE;
    for (int level = readHeight - 1; level >= 0; level--) {
      for (; ; ) {
        int next = next(node, level);
        if (next == NONE || next == known || !isBefore(next, head, key, keyBytes, sequence)) {
          known = next;
          break;
        }
        node = next;
      }
    }
    return node;
  }

  private boolean isBefore(int node, long head, byte[] key, int keyBytes, long sequence) {
    long nodeHead = head(node);
    if (nodeHead != head) {
      return Long.compareUnsigned(nodeHead, head) < 0;
    }
    long address = address(node);
    int order = records.compareKey(address, key, 0, keyBytes);
    return order < 0 || (order == 0 && records.sequence(address) >= sequence);
  }

  /** The last node of all, or {@link #NONE}. */
  int lastNode() {
    int node = first;
    for (int level = readHeight - 1; level >= 0; level--) {
      for (int next; (next = next(node, level)) != NONE; ) {
        node = next;
      }
    }
    return node == first ? NONE : node;
  }
}
