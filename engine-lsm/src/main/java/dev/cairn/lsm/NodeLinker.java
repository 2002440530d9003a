package dev.cairn.lsm;

import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Links the nodes of a memtable into its list, many at a time: sorted first, each is found a place
 * near the one before it, where linking one by one would go down the whole list each time.
 */
final class NodeLinker {
  /** So many are sorted at once; that takes 16 bytes of the heap for each. */
  static final int MOST_SORTED = 1 << 20;

  private final SkipList list;
  private final LogRecords records;
  private final ReentrantLock lock = new ReentrantLock();

  // How many nodes are linked, above the last one of them, in the order in which they were made.
  // Written under the lock.
  private volatile long linked = SkipList.NONE;

  NodeLinker(SkipList list, LogRecords records) {
    this.list = list;
    this.records = records;
  }

  int linkedCount() {
    return count(linked);
  }

  private static int count(long linked) {
    return (int) (linked >>> Integer.SIZE);
  }

  /** Makes sure that so many nodes, counted in the order in which they were made, are linked. */
  void link(int count) {
    if (linkedCount() >= count) {
      return;
    }
    lock.lock();
    try {
      linkLocked(count);
    } finally {
      lock.unlock();
    }
  }

  /** Links nodes up to so many, but a few at most, and none if another thread does. */
  void tryLink(int count, int most) {
    if (lock.tryLock()) {
      try {
        linkLocked(Math.min(count, linkedCount() + most));
      } finally {
        lock.unlock();
      }
    }
  }

  private void linkLocked(int count) {
    for (int left; (left = count - linkedCount()) > 0; ) {
      int batch = Math.min(MOST_SORTED, left);
      int[] made = made((int) linked, batch);
      for (int node : sorted(made)) {
        list.link(node);
      }
      linked =
          ((long) (count(linked) + batch) << Integer.SIZE)
              | Integer.toUnsignedLong(made[batch - 1]);
    }
  }

  /**
   * The nodes in their order that are not linked, and perhaps some that another thread links.
   *
   * @param count how many nodes there are, linked or not
   */
  int[] unlinked(int count) {
    long before = linked;
    return sorted(made((int) before, Math.max(0, count - count(before))));
  }

  /**
   * Nodes in their order, linked or not.
   *
   * @param count how many, in the order in which they were made; {@link #MOST_SORTED} at most
   */
  int[] sorted(int count) {
    return sorted(made(SkipList.NONE, count));
  }

  /** The nodes that were made after one, or the first ones. */
  private int[] made(int after, int count) {
    int[] made = new int[count];
    int node = after;
    for (int i = 0; i < count; i++) {
      node = node == SkipList.NONE ? list.firstMade() : list.madeAfter(node);
      made[i] = node;
    }
    return made;
  }

  /** Nodes in their order. They are given in the order in which they were made. */
  private int[] sorted(int[] made) {
    int count = made.length;
    int indexBits = Integer.SIZE - Integer.numberOfLeadingZeros(count);
    long indexMask = (1L << indexBits) - 1;
    long[] order = new long[count];
    for (int i = 0; i < count; i++) {
      // As a signed number, by the head's upper bits, and then the newest first.
      order[i] = ((list.head(made[i]) ^ Long.MIN_VALUE) & ~indexMask) | (count - 1 - i);
    }
    Arrays.sort(order);
    int[] sorted = new int[count];
    for (int i = 0; i < count; i++) {
      sorted[i] = made[count - 1 - (int) (order[i] & indexMask)];
    }
    for (int from = 0; from < count; ) {
      int end = from + 1;
      while (end < count && order[end] >> indexBits == order[from] >> indexBits) {
        end++;
      }
      if (end > from + 1) {
        sort(sorted, from, end);
      }
      from = end;
    }
    return sorted;
  }

  /** Sorts nodes whose heads begin alike. */
  private void sort(int[] nodes, int from, int end) {
    boolean inOrder = true;
    for (int i = from + 1; i < end && inOrder; i++) {
      inOrder = compare(nodes[i - 1], nodes[i]) <= 0;
    }
    if (!inOrder) {
      Integer[] group =
          Arrays.stream(nodes, from, end).boxed().sorted(this::compare).toArray(Integer[]::new);
      for (int i = 0; i < group.length; i++) {
        nodes[from + i] = group[i];
      }
    }
  }

  /** By their keys alone: what is sorted is stable, and the newest came first. */
  private int compare(Integer a, Integer b) {
    int order = Long.compareUnsigned(list.head(a), list.head(b));
    return order != 0 ? order : records.compareKeys(list.address(a), list.address(b));
  }
}
