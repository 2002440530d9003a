package dev.cairn.bptree;

/**
 * The tree as it is now: its root, and what finds the way in it. Changed by the one {@link
 * TreeWriter}, read by anyone.
 */
final class Tree {
  private final PageShape shape;
  private final FramePool pool;
  private final Chains chains;
  private final PageSearch search;

  // Page id in the lower half, level in the upper. Set while the old root is locked.
  private volatile long root;
  private volatile long count;
  private volatile int rootCount;

  Tree(PageShape shape, FramePool pool, long root, long count) {
    this.shape = shape;
    this.pool = pool;
    this.chains = new Chains(pool);
    this.search = new PageSearch(shape, chains);
    this.root = root;
    this.count = count;
  }

  static long root(int id, int level) {
    return ((long) level << Integer.SIZE) | id;
  }

  static int rootId(long root) {
    return (int) root;
  }

  static int rootLevel(long root) {
    return (int) (root >>> Integer.SIZE);
  }

  long root() {
    return root;
  }

  /** By the writer, before it gives up the page of the old root. */
  void setRoot(long newRoot) {
    root = newRoot;
    int next = rootCount + 1;
    rootCount = next;
  }

  /** How many roots there were, because the id of a page that was given up comes back. */
  int rootCount() {
    return rootCount;
  }

  /** Pairs in it. */
  long count() {
    return count;
  }

  /** By the writer. */
  void setCount(long newCount) {
    count = newCount;
  }

  PageShape shape() {
    return shape;
  }

  FramePool pool() {
    return pool;
  }

  Frames frames() {
    return pool.frames();
  }

  Chains chains() {
    return chains;
  }

  PageSearch search() {
    return search;
  }
}
