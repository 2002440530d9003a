package dev.cairn.bptree;

import dev.cairn.Limits;
import java.util.Iterator;
import java.util.Map;

/**
 * Fills a tree without pairs from below: a tree is built beside it and takes its place. The
 * writer's own.
 */
final class BulkLoad {
  private final TreeWriter writer;
  private final Tree tree;
  private final PageShape shape;
  private final Frames frames;
  private final PageSpace space;
  private final Views views;
  private final TreePath path;
  private final PageEdit edit;

  BulkLoad(
      TreeWriter writer, Tree tree, PageSpace space, Views views, TreePath path, PageEdit edit) {
    this.writer = writer;
    this.tree = tree;
    this.shape = tree.shape();
    this.frames = tree.frames();
    this.space = space;
    this.views = views;
    this.path = path;
    this.edit = edit;
  }

  /**
   * A tree to which nothing leads yet.
   *
   * @param root as {@link Tree#root}
   * @param count how many pairs it has
   */
  record Built(long root, long count) {}

  /** Builds a tree of pairs in ascending order. */
  Built build(Iterator<? extends Map.Entry<byte[], byte[]>> pairs) {
    if (tree.count() != 0) {
      throw new IllegalStateException(
          "expected a store without pairs, found one with " + tree.count());
    }
    PoolSink sink = new PoolSink(tree, space, views, edit);
    try {
      BulkBuilder builder = new BulkBuilder(shape, sink);
      while (pairs.hasNext()) {
        Map.Entry<byte[], byte[]> pair = pairs.next();
        Limits.requireKeyBytes(pair.getKey().length);
        Limits.requireValueBytes(pair.getValue().length);
        builder.add(pair.getKey().clone(), pair.getValue().clone());
      }
      return new Built(builder.finish(), builder.count());
    } catch (RuntimeException | Error failure) {
      sink.abandon();
      throw failure;
    }
  }

  /** Puts a tree in the place of the one without pairs. */
  void replaceBy(Built built) {
    long old = tree.root();
    writer.forgetWay();
    // The new root first: who finds a page of the old tree gone must find that it is the old tree.
    tree.setRoot(built.root);
    tree.setCount(built.count);
    retireAll(Tree.rootId(old), Tree.rootLevel(old));
  }

  private void retireAll(int id, int level) {
    int frame = path.hold(id, level);
    for (int i = -1; level > 0 && i < Page.count(frames.memory(frame), frames.base(frame)); i++) {
      retireAll(Page.child(shape, frames.memory(frame), frames.base(frame), i), level - 1);
    }
    writer.retire(id, frame);
  }
}
