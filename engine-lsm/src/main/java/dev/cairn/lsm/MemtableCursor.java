package dev.cairn.lsm;

/** A position in a memtable. */
final class MemtableCursor extends RecordCursor {
  private final SkipList list;
  private int node;

  // Whether it went to the first entry, and will go on to the last.
  private boolean goesThroughAll;
  private int aheadCount;

  MemtableCursor(SkipList list, LogRecords records) {
    super(records);
    this.list = list;
  }

  private void standOnNode(int newNode) {
    node = newNode;
    if (newNode == SkipList.NONE) {
      valid = false;
    } else {
      standOn(list.address(newNode));
    }
  }

  @Override
  void first() {
    aheadCount = 0;
    goesThroughAll = true;
    standOnNode(list.firstNode());
  }

  @Override
  void last() {
    goesThroughAll = false;
    standOnNode(list.lastNode());
  }

  @Override
  void seek(byte[] target, int targetBytes, long before) {
    goesThroughAll = false;
    standOnNode(list.seek(target, targetBytes, before));
  }

  @Override
  void seekBelow(byte[] target, int targetBytes) {
    goesThroughAll = false;
    standOnNode(list.seekBelow(target, targetBytes));
  }

  @Override
  void next() {
    int following = list.next(node);
    if (goesThroughAll && --aheadCount < 0) {
      fetchAhead(following);
    }
    standOnNode(following);
  }

  private void fetchAhead(int from) {
    int at = from;
    for (int i = 0; i < AHEAD && at != SkipList.NONE; i++) {
      fetch(list.address(at));
      at = list.next(at);
    }
    aheadCount = AHEAD - 1;
  }

  @Override
  void previous() {
    standOnNode(list.seekBefore(key, keyBytes, sequence));
  }
}
