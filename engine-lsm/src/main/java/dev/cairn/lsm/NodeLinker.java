package dev.cairn.lsm;

import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Links the nodes of a memtable into its list, many at a time: sorted first, each is found a place
 * near the one before it, where linking one by one would go down the whole list each time.
 */
final class NodeLinker {
  /** So many are linked at once; their numbers fit in {@link #INDEX_BITS}. */
  static final int BATCH_NODES = 1 << 16;

  private static final int INDEX_BITS = 16;
  private static final int INDEX_MASK = BATCH_NODES - 1;

  private final SkipList list;
  private final LogRecords records;
  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by the lock.
  private int last = SkipList.NONE;

  // Written under the lock.
  private volatile int linkedCount;

  NodeLinker(SkipList list, LogRecords records) {
    this.list = list;
    this.records = records;
  }

  int linkedCount() {
    return linkedCount;
  }

  /** Makes sure that so many nodes, counted in the order in which they were made, are linked. */
  void link(int count) {
    if (linkedCount >= count) {
      return;
    }
    lock.lock();
    try {
      while (linkedCount < count) {
        linkBatch(Math.min(BATCH_NODES, count - linkedCount));
      }
    } finally {
      lock.unlock();
    }
  }

  private void linkBatch(int count) {
    int linkedBefore = linkedCount;
    int[] nodes = new int[count];
    long[] order = new long[count];
    for (int i = 0; i < count; i++) {
      last = last == SkipList.NONE ? list.firstMade() : list.madeAfter(last);
      nodes[i] = last;
      // As a signed number, by the head's upper bits, and then the newest first.
      order[i] = ((list.head(last) ^ Long.MIN_VALUE) & ~(long) INDEX_MASK) | (count - 1 - i);
    }
    Arrays.sort(order);
    for (int i = 0; i < count; ) {
      int end = i + 1;
      while (end < count && order[end] >> INDEX_BITS == order[i] >> INDEX_BITS) {
        end++;
      }
      for (int node : sorted(nodes, order, i, end)) {
        list.link(node);
      }
      i = end;
    }
    linkedCount = linkedBefore + count;
  }

  /** Nodes whose heads begin alike, in their order. */
  private int[] sorted(int[] nodes, long[] order, int from, int end) {
    int[] group = new int[end - from];
    boolean inOrder = true;
    for (int i = 0; i < group.length; i++) {
      group[i] = nodes[nodes.length - 1 - (int) (order[from + i] & INDEX_MASK)];
      inOrder &= i == 0 || compare(group[i - 1], group[i]) <= 0;
    }
    return inOrder
        ? group
        : Arrays.stream(group).boxed().sorted(this::compare).mapToInt(Integer::intValue).toArray();
  }

  /** By their keys alone: what is sorted is stable, and the newest came first. */
  private int compare(Integer a, Integer b) {
    int order = Long.compareUnsigned(list.head(a), list.head(b));
    return order != 0 ? order : records.compareKeys(list.address(a), list.address(b));
  }
}
