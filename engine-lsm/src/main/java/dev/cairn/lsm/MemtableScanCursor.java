package dev.cairn.lsm;

/** Goes once over all entries of a memtable whose nodes were sorted, but not linked. */
final class MemtableScanCursor extends RecordCursor {
  private final int[] nodes;
  private final SkipList list;
  private int at;

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
    if (at % AHEAD == 0) {
      fetchAhead();
    }
    standOn(list.address(nodes[at]));
  }

  private void fetchAhead() {
    int end = Math.min(nodes.length, at + AHEAD);
    for (int i = at; i < end; i++) {
      fetch(list.address(nodes[i]));
    }
  }
}
