package dev.cairn.bptree;

import dev.cairn.CorruptionException;
import dev.cairn.internal.progress.Headway;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Walks over all of a view and checks it: the keys ascend, in each page and between the separators
 * above it; the leaves are all at level 0; each page has one owner, and as many bytes in use as its
 * cells take; chains are as long as their cells say; and there are as many pairs as the tree says.
 */
final class TreeCheck {
  /**
   * How often a page is looked at where there is a file: all pages are read, then the tree of the
   * last checkpoint is checked, and that of now.
   */
  static final int PASSES = 3;

  private final Tree tree;
  private final PageShape shape;
  private final Frames frames;
  private final TreeReader reader;
  private final View view;
  private final PageEdit edit;
  private final BitSet reached = new BitSet();
  private byte @Nullable [] previous;
  private long count;

  TreeCheck(Tree tree, TreeReader reader, View view) {
    this.tree = tree;
    this.shape = tree.shape();
    this.frames = tree.frames();
    this.reader = reader;
    this.view = view;
    this.edit = new PageEdit(shape, MemorySegment.NULL); // It changes nothing here.
  }

  /** Checks the view, and returns the pages that it has. */
  BitSet run() {
    visit(Tree.rootId(view.root()), Tree.rootLevel(view.root()), new byte[0], null);
    require(Tree.rootId(view.root()), "pairs", view.count(), count);
    return reached;
  }

  private void visit(int id, int level, byte[] from, byte @Nullable [] to) {
    own(id);
    int frame = tree.pool().pin(id, level);
    try {
      MemorySegment m = frames.memory(frame);
      long at = frames.base(frame);
      PageCheck.requireSound(PageFormat.FILE_NAME, position(id), shape, m, at);
      require(
          id,
          "birth in the view's epoch " + view.epoch() + " or before",
          1,
          Page.birth(m, at) <= view.epoch() ? 1 : 0);
      int cells = Page.count(m, at);
      // A page that seems to have more room than it has would be written over.
      require(
          id,
          "bytes in use",
          edit.bytesOf(m, at, 0, cells),
          Page.usedBytes(m, at, shape.pageBytes()));
      if (level == 0) {
        visitPairs(id, m, at, cells, from, to);
      } else {
        visitChildren(id, level, m, at, cells, from, to);
      }
    } finally {
      frames.unpin(frame);
    }
  }

  private void visitPairs(
      int id, MemorySegment m, long at, int cells, byte[] from, byte @Nullable [] to) {
    for (int i = 0; i < cells; i++) {
      visitChain(m, at, i, true);
      byte[] key = reader.keyCopy(m, at, i);
      requireBetween(id, key, from, to);
      if (previous != null && Arrays.compareUnsigned(previous, key) >= 0) {
        throw corruption(id, "key " + i, "greater than the one before", "one that is not");
      }
      previous = key;
      count++;
    }
  }

  private void visitChildren(
      int id, int level, MemorySegment m, long at, int cells, byte[] from, byte @Nullable [] to) {
    byte[] low = from;
    for (int i = -1; i < cells; i++) {
      byte @Nullable [] high = to;
      if (i + 1 < cells) {
        visitChain(m, at, i + 1, false);
        high = reader.keyCopy(m, at, i + 1);
        requireBetween(id, high, low, to);
      }
      visit(Page.child(shape, m, at, i), level - 1, low, high);
      if (high != null) {
        low = high;
      }
    }
  }

  private void visitChain(MemorySegment m, long at, int index, boolean isLeaf) {
    long cell = Page.cell(m, at, Page.count(m, at), index);
    int word = Page.payloadWord(m, cell);
    if (!Page.hasChain(word)) {
      return;
    }
    long payload = Page.payload(shape, m, cell, Page.prefixBytes(m, at));
    long left =
        (word == PageFormat.CHAINED_KEY ? Page.keyBytes(m, cell) - shape.maxInlineKeyBytes() : 0L)
            + (isLeaf ? m.get(PageFormat.INT, payload) : 0);
    for (int id = Page.chain(m, payload); id != 0; ) {
      own(id);
      int frame = tree.pool().pin(id);
      try {
        MemorySegment chain = frames.memory(frame);
        long base = frames.base(frame);
        require(id, "kind", PageFormat.CHAIN, Page.kind(chain, base));
        left -= Page.contentBytes(chain, base);
        id = Page.link(chain, base);
      } finally {
        frames.unpin(frame);
      }
    }
    require(Page.chain(m, payload), "bytes missing in the chain", 0, left);
  }

  private void own(int id) {
    if (id >= tree.pool().mostPages()) { // Before the set is made as long.
      throw corruption(id, "id", "one that a page can have", Integer.toString(id));
    }
    if (id < PageFormat.META_PAGES || reached.get(id)) {
      throw corruption(id, "page", "one owner", id < PageFormat.META_PAGES ? "none" : "two");
    }
    reached.set(id);
    Headway.made(shape.pageBytes() / PASSES);
  }

  private void requireBetween(int id, byte[] key, byte[] from, byte @Nullable [] to) {
    if (Arrays.compareUnsigned(key, from) < 0
        || (to != null && Arrays.compareUnsigned(key, to) >= 0)) {
      throw corruption(id, "key", "one between the separators above the page", "another");
    }
  }

  private void require(int id, String what, long expected, long found) {
    if (expected != found) {
      throw corruption(id, what, Long.toString(expected), Long.toString(found));
    }
  }

  private CorruptionException corruption(int id, String what, String expected, String found) {
    return new CorruptionException(
        PageFormat.FILE_NAME, position(id), "page " + id + "'s " + what, expected, found);
  }

  private long position(int id) {
    return (long) id * shape.pageBytes();
  }
}
