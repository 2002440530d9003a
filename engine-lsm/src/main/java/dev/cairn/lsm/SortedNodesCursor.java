package dev.cairn.lsm;

/** A position among nodes of a memtable that were sorted aside, whether they are linked or not. */
final class SortedNodesCursor extends RecordCursor {
  private final int[] nodes;
  private final SkipList list;
  private int at;

  // Whether it went to the first entry, and will go on to the last.
  private boolean goesThroughAll;

  /**
   * Makes a cursor.
   *
   * @param nodes in their order
   */
  SortedNodesCursor(int[] nodes, SkipList list, LogRecords records) {
    super(records);
    this.nodes = nodes;
    this.list = list;
  }

  private void standAt(int index) {
    at = index;
    if (index < 0 || index >= nodes.length) {
      valid = false;
    } else {
      standOn(list.address(nodes[index]));
    }
  }

  @Override
  void first() {
    goesThroughAll = true;
    at = -1;
    next();
  }

  @Override
  void last() {
    goesThroughAll = false;
    standAt(nodes.length - 1);
  }

  @Override
  void seek(byte[] target, int targetBytes, long before) {
    goesThroughAll = false;
    standAt(countBefore(target, targetBytes, before));
  }

  @Override
  void seekBelow(byte[] target, int targetBytes) {
    goesThroughAll = false;
    standAt(countBefore(target, targetBytes, Long.MAX_VALUE) - 1);
  }

  /** How many nodes stand before the first of a key that is older than a sequence. */
  private int countBefore(byte[] target, int targetBytes, long before) {
    long head = list.headOf(target, targetBytes);
    int from = 0;
    int to = nodes.length;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (list.isBefore(nodes[middle], head, target, targetBytes, before)) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }

  @Override
  void next() {
    int following = at + 1;
    if (goesThroughAll && following % AHEAD == 0) {
      fetchAhead(following);
    }
    standAt(following);
  }

  private void fetchAhead(int from) {
    int end = Math.min(nodes.length, from + AHEAD);
    for (int i = from; i < end; i++) {
      fetch(list.address(nodes[i]));
    }
  }

  @Override
  void previous() {
    standAt(at - 1);
  }
}
