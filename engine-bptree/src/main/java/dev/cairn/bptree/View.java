package dev.cairn.bptree;

/**
 * The tree as it was when an epoch ended. Its pages are not changed, nor their ids used again,
 * while somebody holds it.
 */
final class View {
  private final long root;
  private final long epoch;
  private final long count;

  // Guarded by the lock of the views.
  private int holders = 1;

  View(long root, long epoch, long count) {
    this.root = root;
    this.epoch = epoch;
    this.count = count;
  }

  /** As {@link Tree#root} was. */
  long root() {
    return root;
  }

  /** The pages it has were born in it or before. */
  long epoch() {
    return epoch;
  }

  /** Pairs in it. */
  long count() {
    return count;
  }

  void hold() {
    holders++;
  }

  boolean isHeld() {
    return holders > 0;
  }

  void letGo() {
    holders--;
  }
}
