package dev.cairn.lsm;

/** Goes once over all entries of a memtable whose nodes were sorted, but not linked. */
final class MemtableScanCursor extends RecordCursor {
  private static final int AHEAD_NODES = 16;

  private final int[] nodes;
  private final SkipList list;
  private int at;

  // So that no compiler leaves out what is read for the cache alone.
  @SuppressWarnings("unused")
  private int fetched;

  /**
   * Makes a cursor.
   *
   * @param nodes all nodes, in their order
   */
  MemtableScanCursor(int[] nodes, SkipList list, LogRecords records) {
    super(records);
    this.nodes = nodes;
    this.list = list;
  }

  @Override
  void first() {
    at = -1;
    next();
  }

  @Override
  void next() {
    if (++at == nodes.length) {
      valid = false;
      return;
    }
    if (at % AHEAD_NODES == 0) {
      fetchAhead();
    }
    standOn(list.address(nodes[at]));
  }

  /** Nodes and records lie anywhere: one by one, each would cost its misses when it is needed. */
  private void fetchAhead() {
    int end = Math.min(nodes.length, at + AHEAD_NODES);
    int sum = 0;
    for (int i = at; i < end; i++) {
      sum += fetch(list.address(nodes[i]));
    }
    fetched = sum;
  }
}
