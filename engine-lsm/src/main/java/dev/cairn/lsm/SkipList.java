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
 * node | key head 8 | record address 40 bits, height 4, hash tag 20 | next of the same bucket 4 |
 *      | older of the same key 4 | next 4 x height |
 * </pre>
 *
 * <p>A node is made by one thread and linked later by another, which is the list's writer: who only
 * asks for single keys needs no order, and many nodes are linked at less cost than one by one. Of a
 * key's records the newest comes first. A node is complete before the word that leads to it is
 * released, and readers acquire that word.
 */
final class SkipList {
  static final int MAX_HEIGHT = 12;
  static final int NONE = 0;
  static final int TAG_BITS = 20;

  private static final int HEAD_OFFSET = 0;
  private static final int ADDRESS_OFFSET = HEAD_OFFSET + Long.BYTES;
  private static final int CHAIN_OFFSET = ADDRESS_OFFSET + Long.BYTES;
  private static final int OLDER_OFFSET = CHAIN_OFFSET + Integer.BYTES;
  private static final int NEXT_OFFSET = OLDER_OFFSET + Integer.BYTES;
  private static final int MIN_NODE_BYTES = NEXT_OFFSET + Integer.BYTES;
  private static final int MAX_NODE_BYTES = NEXT_OFFSET + MAX_HEIGHT * Integer.BYTES;
  private static final int ADDRESS_BITS = 40;
  private static final int HEIGHT_BITS = 4;
  private static final int TAG_SHIFT = ADDRESS_BITS + HEIGHT_BITS;
  private static final long ADDRESS_MASK = (1L << ADDRESS_BITS) - 1;
  private static final int HEIGHT_MASK = (1 << HEIGHT_BITS) - 1;

  private static final VarHandle WORD = ValueLayout.JAVA_INT.varHandle();

  private final NodeArena arena;
  private final LogRecords records;
  private final byte[] prefix;
  private final SplittableRandom random = new SplittableRandom(1);
  private final int first;

  // Of who links: the nodes before the place of the last one, by level.
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

  long head(int node) {
    return arena.memory(node).get(ValueLayout.JAVA_LONG, arena.offset(node) + HEAD_OFFSET);
  }

  long address(int node) {
    return addressAndTag(node) & ADDRESS_MASK;
  }

  private long addressAndTag(int node) {
    return arena.memory(node).get(ValueLayout.JAVA_LONG, arena.offset(node) + ADDRESS_OFFSET);
  }

  int tag(int node) {
    return (int) (addressAndTag(node) >>> TAG_SHIFT);
  }

  private int levels(int node) {
    return (int) (addressAndTag(node) >>> ADDRESS_BITS) & HEIGHT_MASK;
  }

  int chained(int node) {
    return (int) WORD.getAcquire(arena.memory(node), arena.offset(node) + CHAIN_OFFSET);
  }

  void setChained(int node, int next) {
    WORD.setRelease(arena.memory(node), arena.offset(node) + CHAIN_OFFSET, next);
  }

  /** The node of the key's record before this one, or {@link #NONE}. */
  int older(int node) {
    return arena.memory(node).get(ValueLayout.JAVA_INT, arena.offset(node) + OLDER_OFFSET);
  }

  void setOlder(int node, int older) {
    arena.memory(node).set(ValueLayout.JAVA_INT, arena.offset(node) + OLDER_OFFSET, older);
  }

  /** Makes a node for a record, newer than all that have one, for which there is room. */
  int add(long address, int tag, byte[] key, int keyOffset, int keyBytes) {
    int levels = randomHeight();
    int node = arena.take(bytes(levels));
    MemorySegment memory = arena.memory(node);
    long offset = arena.offset(node);
    memory.set(
        ValueLayout.JAVA_LONG,
        offset + HEAD_OFFSET,
        KeyHeads.head(key, keyOffset, keyBytes, prefix));
    memory.set(
        ValueLayout.JAVA_LONG,
        offset + ADDRESS_OFFSET,
        ((long) tag << TAG_SHIFT) | ((long) levels << ADDRESS_BITS) | address);
    return node;
  }

  private static int bytes(int levels) {
    return NEXT_OFFSET + levels * Integer.BYTES;
  }

  private int randomHeight() {
    int levels = 1;
    for (int bits = random.nextInt(); (bits & 3) == 0 && levels < MAX_HEIGHT; bits >>>= 2) {
      levels++;
    }
    return levels;
  }

  /** The first node that was made; there is one. */
  int firstMade() {
    return madeAt(arena.after(first, MAX_NODE_BYTES, MIN_NODE_BYTES));
  }

  /** The node that was made after another; there is one. */
  int madeAfter(int node) {
    return madeAt(arena.after(node, bytes(levels(node)), MIN_NODE_BYTES));
  }

  /**
   * Where nothing was put, because the next node was longer than the rest of a chunk, are zeros.
   */
  private int madeAt(int reference) {
    return addressAndTag(reference) == 0 ? arena.nextChunk(reference) : reference;
  }

  /** Links a node; at least cost if its place is not far behind that of the last one. */
  void link(int node) {
    findBefore(node);
    if (next(before[0], 0) == node) {
      return; // Linked by a call that did not come to the end of its nodes.
    }
    int levels = levels(node);
    if (levels > height) {
      height = levels;
    }
    MemorySegment memory = arena.memory(node);
    long offset = arena.offset(node);
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
  }

  /** Finds the nodes before a new one, from where the last one was linked on. */
  private void findBefore(int added) {
    long head = head(added);
    int top = height; // The level from which on the nodes are known.
    boolean isBehind = before[0] != first && isBefore(before[0], head, added);
    if (isBehind) {
      top = 0;
      while (top < height && isNextBefore(before[top], top, head, added)) {
        top++;
      }
    }
    int node = first;
    if (isBehind && top > 0) {
      node = before[top - 1]; // What follows it lies behind all that is known of lower levels.
    }
    for (int level = top - 1; level >= 0; level--) {
      for (int next; (next = next(node, level)) != NONE && isBefore(next, head, added); ) {
        node = next;
      }
      before[level] = node;
    }
  }

  private boolean isNextBefore(int node, int level, long head, int added) {
    int next = next(node, level);
    return next != NONE && isBefore(next, head, added);
  }

  /** Whether a node stands before another, at whose record it looks only if the heads are equal. */
  private boolean isBefore(int node, long head, int other) {
    long nodeHead = head(node);
    if (nodeHead != head) {
      return Long.compareUnsigned(nodeHead, head) < 0;
    }
    long address = address(node);
    long otherAddress = address(other);
    int order = records.compareKeys(address, otherAddress);
    return order < 0 || (order == 0 && records.sequence(address) > records.sequence(otherAddress));
  }

  /** The first node of a key that is older than a sequence, or of a greater key. */
  int seek(byte[] key, int keyBytes, long before) {
    long head = headOf(key, keyBytes);
    int node = lastBefore(head, key, keyBytes, before);
    do {
      node = next(node, 0); // Others may be linked meanwhile.
    } while (node != NONE && isBefore(node, head, key, keyBytes, before));
    return node;
  }

  /** The last node of all whose key is less than one; {@link #NONE} if there is none. */
  int seekBelow(byte[] key, int keyBytes) {
    int node = lastBefore(headOf(key, keyBytes), key, keyBytes, Long.MAX_VALUE);
    return node == first ? NONE : node;
  }

  /** The last node before an entry of a key. */
  int seekBefore(byte[] key, int keyBytes, long sequence) {
    int node = lastBefore(headOf(key, keyBytes), key, keyBytes, sequence + 1);
    return node == first ? NONE : node;
  }

  private int lastBefore(long head, byte[] key, int keyBytes, long sequence) {
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

  /** What nodes have of a key, to compare them with it. */
  long headOf(byte[] key, int keyBytes) {
    return KeyHeads.head(key, 0, keyBytes, prefix);
  }

  /**
   * Whether a node stands before the first of a key that is older than a sequence.
   *
   * @param head what nodes have of the key
   */
  boolean isBefore(int node, long head, byte[] key, int keyBytes, long sequence) {
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
