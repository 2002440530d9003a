package dev.cairn.bptree;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Splits pages that are full, and merges or evens out those that are nearly empty.
 *
 * <p>A page of which less than a third is used is merged with a neighbour if both fill at most
 * {@value #MERGED_PERCENT} % of a page; otherwise the two share their cells evenly. Between these
 * limits and the full page lies enough for many writes, so that a key that is put and deleted in
 * turn does not split and merge each time.
 */
final class Balance {
  private static final int MERGED_PERCENT = 85;
  private static final int UNDERFULL_DIVISOR = 3;

  private final TreeWriter writer;
  private final Tree tree;
  private final PageShape shape;
  private final Frames frames;
  private final TreePath path;
  private final PageEdit edit;
  private final Cells cells;
  private final ChainWriter chains;

  Balance(
      TreeWriter writer, Tree tree, TreePath path, PageEdit edit, Cells cells, ChainWriter chains) {
    this.writer = writer;
    this.tree = tree;
    this.shape = tree.shape();
    this.frames = tree.frames();
    this.path = path;
    this.edit = edit;
    this.cells = cells;
    this.chains = chains;
  }

  private int level(int depth) {
    return path.leafDepth() - depth;
  }

  /** Splits a locked page that has no room for a new cell, which goes to one of the two sides. */
  void split(int depth, int index, NewCell added) {
    writer.forgetWay();
    path.holdAbove(depth);
    MemorySegment m = path.memory(depth);
    long at = path.base(depth);
    boolean isLeaf = level(depth) == 0;
    boolean hasPrefix = edit.hasPrefix(m, at, Page.prefixBytes(m, at), added);
    boolean isAppend = isLastPath(depth) && index == Page.count(m, at);
    if (isLeaf && hasPrefix) {
      if (isAppend && !fitsWithLongestPrefix(m, at, added)) {
        append(depth, added);
        return;
      }
      if (!isAppend && splitEvenly(depth, index, added)) {
        return;
      }
    }
    cells.clear();
    cells.addPage(m, at);
    cells.add(index, added);
    if (mayStay(depth) && cells.prefixBytes() != Page.prefixBytes(m, at) && cells.fits()) {
      cells.build(m, at, 0, cells.count()); // With the prefix that all have now, there is room.
      return;
    }
    if (isAppend && isLeaf) {
      append(depth, added);
      return;
    }
    int moved = isLeaf ? 0 : 1;
    // Keys that come in order leave full pages behind.
    int wanted = isAppend ? cells.count() - 1 - moved : cells.middle();
    int cut = cells.nearestCut(wanted, moved);
    NewCell separator =
        isLeaf ? between(cells.wholeKey(cut - 1), cells.wholeKey(cut)) : goesUp(cut);
    int rightChild = isLeaf ? 0 : childOf(cut);
    int right = writer.create(isLeaf ? PageFormat.LEAF : PageFormat.INNER, level(depth));
    int rightFrame = writer.lastFrame();
    lead(separator, right);
    MemorySegment rightM = frames.memory(rightFrame);
    long rightAt = frames.base(rightFrame);
    PageEdit.setLink(rightM, rightAt, rightChild);
    cells.build(rightM, rightAt, cut + moved, cells.count());
    cells.build(m, at, 0, cut);
    addSeparator(depth, separator);
  }

  /**
   * Splits a leaf in two that keep its prefix, if all its keys have no more in common than that and
   * each side has room. The cells are moved as they are.
   */
  private boolean splitEvenly(int depth, int index, NewCell added) {
    MemorySegment m = path.memory(depth);
    long at = path.base(depth);
    int count = Page.count(m, at);
    int prefixBytes = Page.prefixBytes(m, at);
    if (count < 2 || haveMoreInCommon(m, at, count, prefixBytes)) {
      return false;
    }
    int cut = edit.middle(m, at);
    boolean goesLeft = index <= cut;
    int usedThere = goesLeft ? edit.bytesOf(m, at, 0, cut) : edit.bytesOf(m, at, cut, count);
    if (usedThere + PageEdit.ENTRY_BYTES + added.bytes(prefixBytes) > shape.pageBytes()) {
      return false;
    }
    byte[] last = index == cut ? added.wholeKey() : writer.key(m, at, cut - 1);
    NewCell separator = between(last, writer.key(m, at, cut));
    int right = writer.create(PageFormat.LEAF, 0);
    MemorySegment rightM = frames.memory(writer.lastFrame());
    long rightAt = frames.base(writer.lastFrame());
    edit.moveBehind(m, at, cut, rightM, rightAt);
    lead(separator, right);
    if (goesLeft) {
      edit.insertFitting(m, at, index, added);
    } else {
      edit.insertFitting(rightM, rightAt, index - cut, added);
    }
    addSeparator(depth, separator);
    return true;
  }

  /** Whether the keys of a page may share another byte behind the prefix. */
  private boolean haveMoreInCommon(MemorySegment m, long at, int count, int prefixBytes) {
    long different = Page.head(m, at, 0) ^ Page.head(m, at, count - 1);
    return different >>> (Long.SIZE - Byte.SIZE) == 0 && prefixBytes < shape.maxPrefixBytes();
  }

  /** Whether an inner page may get another child, or it is a leaf. */
  private boolean mayStay(int depth) {
    return level(depth) == 0
        || Page.count(path.memory(depth), path.base(depth)) + 2 <= shape.maxChildren();
  }

  /**
   * Whether a page whose prefix is all that its keys and a new last one have in common may have
   * room for that one.
   */
  private boolean fitsWithLongestPrefix(MemorySegment m, long at, NewCell added) {
    int prefixBytes = Page.prefixBytes(m, at);
    int longestBytes = Math.min(commonBytes(m, at, added), shape.maxPrefixBytes());
    int usedBytes =
        Page.usedBytes(m, at, shape.pageBytes()) - (longestBytes - prefixBytes) * Page.count(m, at);
    return usedBytes + PageEdit.ENTRY_BYTES + added.bytes(longestBytes) <= shape.pageBytes();
  }

  /** How many bytes a page's first key and another begin with, of those in the page. */
  private int commonBytes(MemorySegment m, long at, NewCell added) {
    byte[] first = new byte[shape.maxInlineKeyBytes() + PageFormat.HEAD_BYTES];
    int firstBytes = Page.copyInlineKey(shape, m, at, 0, first, 0);
    int common = Math.min(firstBytes, added.inlineBytes);
    int different =
        Arrays.mismatch(first, 0, common, added.key, added.keyFrom, added.keyFrom + common);
    return different < 0 ? common : different;
  }

  /**
   * Leaves the last leaf full, and begins the next with a new cell alone. It gets the same prefix:
   * keys that come in order have much in common.
   */
  private void append(int depth, NewCell added) {
    MemorySegment left = path.memory(depth);
    long leftAt = path.base(depth);
    NewCell separator =
        between(writer.key(left, leftAt, Page.count(left, leftAt) - 1), added.wholeKey());
    int prefixBytes = Page.prefixBytes(left, leftAt);
    boolean keepsPrefix = edit.hasPrefix(left, leftAt, prefixBytes, added);
    int right = writer.create(PageFormat.LEAF, 0);
    MemorySegment m = frames.memory(writer.lastFrame());
    long at = frames.base(writer.lastFrame());
    if (keepsPrefix) {
      edit.begin(m, at, 0, added.prefix(prefixBytes), prefixBytes);
    }
    edit.insertFitting(m, at, 0, added);
    lead(separator, right);
    addSeparator(depth, separator);
  }

  private void addSeparator(int depth, NewCell separator) {
    if (depth == 0) {
      growRoot(separator);
    } else {
      writer.insert(depth - 1, path.index(depth - 1) + 1, separator);
    }
  }

  /** Whether no page of the same level is behind the one at a depth. */
  private boolean isLastPath(int depth) {
    for (int d = 0; d < depth; d++) {
      if (path.index(d) + 1 < Page.count(path.memory(d), path.base(d))) {
        return false;
      }
    }
    return true;
  }

  /** The child of an inner page's cell that goes up, which becomes the first of the right side. */
  private int childOf(int cut) {
    return firstInt(cells.cell(cut));
  }

  private static int firstInt(NewCell cell) {
    return MemorySegment.ofArray(cell.payload).get(PageFormat.INT, cell.payloadFrom);
  }

  private static int secondInt(NewCell cell) {
    return MemorySegment.ofArray(cell.payload)
        .get(PageFormat.INT, (long) cell.payloadFrom + Integer.BYTES);
  }

  /**
   * What tells two leaves from each other: the shortest key that is behind the last key of the left
   * one and not behind the first of the right one.
   */
  private NewCell between(byte[] left, byte[] right) {
    NewCell separator = new NewCell();
    int different = Arrays.mismatch(left, right);
    separator.setKey(right, 0, different + 1, shape);
    if (separator.inlineBytes < separator.keyBytes) {
      int restBytes = separator.keyBytes - separator.inlineBytes;
      int chain = chains.write(right, separator.inlineBytes, restBytes, right, 0, 0);
      separator.setChain(PageFormat.CHAINED_KEY, 0, chain);
    }
    return separator;
  }

  /** What tells two inner pages from each other: the cell at which they are cut, which goes up. */
  private NewCell goesUp(int cut) {
    NewCell separator = new NewCell();
    NewCell up = cells.cell(cut);
    separator.key = Arrays.copyOfRange(up.key, up.keyFrom, up.keyFrom + up.inlineBytes);
    separator.inlineBytes = up.inlineBytes;
    separator.keyBytes = up.keyBytes;
    if (up.payloadWord == PageFormat.CHAINED_KEY) {
      separator.setChain(PageFormat.CHAINED_KEY, 0, secondInt(up));
    }
    return separator;
  }

  /** Makes a separator lead to the page on its right. */
  private static void lead(NewCell separator, int right) {
    if (separator.payloadWord == PageFormat.CHAINED_KEY) {
      separator.setChain(PageFormat.CHAINED_KEY, right, secondInt(separator));
    } else {
      separator.setChild(right);
    }
  }

  private void growRoot(NewCell separator) {
    int level = path.leafDepth() + 1;
    int left = path.id(0);
    int id = writer.create(PageFormat.INNER, level);
    MemorySegment m = frames.memory(writer.lastFrame());
    long at = frames.base(writer.lastFrame());
    PageEdit.setLink(m, at, left);
    edit.insertFitting(m, at, 0, separator);
    tree.setRoot(Tree.root(id, level));
  }

  /** Looks after a locked page that has lost cells. */
  void afterRemoval(int depth) {
    MemorySegment m = path.memory(depth);
    long at = path.base(depth);
    if (depth == 0) {
      if (level(0) > 0 && Page.count(m, at) == 0) {
        writer.forgetWay();
        tree.setRoot(Tree.root(Page.link(m, at), level(0) - 1));
        writer.retire(path.id(0), path.frame(0));
      }
      return;
    }
    if (isUnderfull(m, at, level(depth))
        && Page.count(path.memory(depth - 1), path.base(depth - 1)) > 0) {
      joinNeighbour(depth);
    }
  }

  private boolean isUnderfull(MemorySegment m, long at, int level) {
    int count = Page.count(m, at);
    if (count == 0) {
      return true;
    }
    boolean isSmall =
        Page.usedBytes(m, at, shape.pageBytes()) < shape.pageBytes() / UNDERFULL_DIVISOR;
    // Where the option caps the fan-out, a page may be small and have all the children it may have.
    return isSmall && (level == 0 || count + 1 <= shape.maxChildren() / UNDERFULL_DIVISOR);
  }

  private void joinNeighbour(int depth) {
    writer.forgetWay();
    path.holdAbove(depth);
    int childIndex = path.index(depth - 1);
    boolean isRight = childIndex >= 0; // The neighbour is on the left, unless there is none.
    int separatorIndex = isRight ? childIndex : 0;
    int neighbourIndex = isRight ? childIndex - 1 : 0;
    int neighbour = Page.child(shape, path.memory(depth - 1), path.base(depth - 1), neighbourIndex);
    int neighbourFrame = path.hold(neighbour, path.leafDepth() - depth);
    int leftFrame = isRight ? neighbourFrame : path.frame(depth);
    int rightFrame = isRight ? path.frame(depth) : neighbourFrame;
    gather(depth, separatorIndex, leftFrame, rightFrame);
    if (isMergeable(depth, leftFrame, rightFrame)) {
      merge(depth, separatorIndex, neighbour, neighbourFrame, isRight);
    } else {
      share(depth, separatorIndex, neighbourIndex, neighbour, neighbourFrame, isRight);
    }
  }

  /**
   * All cells of two neighbours, and between inner pages the separator with the right one's first
   * child.
   */
  private void gather(int depth, int separatorIndex, int leftFrame, int rightFrame) {
    cells.clear();
    cells.addPage(frames.memory(leftFrame), frames.base(leftFrame));
    if (level(depth) > 0) {
      MemorySegment m = path.memory(depth - 1);
      long at = path.base(depth - 1);
      int firstChild = Page.link(frames.memory(rightFrame), frames.base(rightFrame));
      NewCell down = new NewCell();
      down.key = new byte[shape.maxInlineKeyBytes() + PageFormat.HEAD_BYTES];
      down.inlineBytes = Page.copyInlineKey(shape, m, at, separatorIndex, down.key, 0);
      down.keyBytes = Page.keyBytes(m, Page.cell(m, at, Page.count(m, at), separatorIndex));
      int chain = writer.chainOf(m, at, separatorIndex);
      if (chain != 0) {
        down.setChain(PageFormat.CHAINED_KEY, firstChild, chain);
      } else {
        down.setChild(firstChild);
      }
      cells.add(cells.count(), down);
    }
    cells.addPage(frames.memory(rightFrame), frames.base(rightFrame));
  }

  private boolean isMergeable(int depth, int leftFrame, int rightFrame) {
    int count = cells.count();
    boolean isOneEmpty =
        Page.count(frames.memory(leftFrame), frames.base(leftFrame)) == 0
            || Page.count(frames.memory(rightFrame), frames.base(rightFrame)) == 0;
    int most = shape.pageBytes() * (isOneEmpty ? 100 : MERGED_PERCENT) / 100;
    return (level(depth) == 0 || count + 1 <= shape.maxChildren())
        && cells.pageBytes(0, count) <= most;
  }

  /** The left page gets all cells, the right one goes. */
  private void merge(
      int depth, int separatorIndex, int neighbour, int neighbourFrame, boolean isRight) {
    int leftFrame = path.frame(depth);
    if (isRight) {
      int unused = writer.editable(depth, separatorIndex - 1, neighbour, neighbourFrame);
      assert unused != 0;
      leftFrame = writer.lastFrame();
    }
    writer.edit(depth - 1);
    cells.build(frames.memory(leftFrame), frames.base(leftFrame), 0, cells.count());
    int freed = removeSeparator(depth, separatorIndex);
    if (isRight) {
      writer.retire(path.id(depth), path.frame(depth));
    } else {
      writer.retire(neighbour, neighbourFrame);
    }
    chains.free(freed);
    afterRemoval(depth - 1);
  }

  /** Returns the chain that is to be freed at the end, or 0: an inner separator's moves down. */
  private int removeSeparator(int depth, int separatorIndex) {
    MemorySegment m = path.memory(depth - 1);
    long at = path.base(depth - 1);
    int chain = level(depth) == 0 ? writer.chainOf(m, at, separatorIndex) : 0;
    edit.remove(m, at, separatorIndex, separatorIndex + 1);
    return chain;
  }

  /**
   * Whether the separator of a cut between leaves needs a chain for which there may be no memory.
   */
  private boolean lacksRoom(int cut) {
    return !tree.pool().hasFile()
        && Arrays.mismatch(cells.wholeKey(cut - 1), cells.wholeKey(cut))
            >= shape.maxInlineKeyBytes();
  }

  /** Both pages get about half of the cells. */
  private void share(
      int depth,
      int separatorIndex,
      int neighbourIndex,
      int neighbour,
      int neighbourFrame,
      boolean isRight) {
    boolean isLeaf = level(depth) == 0;
    int moved = isLeaf ? 0 : 1;
    int count = cells.count();
    if (count < 2 + moved) {
      return;
    }
    // Where separators differ in length, half of the bytes may be more children than a page may
    // have.
    int most = isLeaf ? count : shape.maxChildren() - 1;
    int cut = Math.min(cells.middle(), Math.min(most, count - 1 - moved));
    cut = Math.max(cut, count - moved - most);
    if (!cells.fits(0, cut) || !cells.fits(cut + moved, count) || (isLeaf && lacksRoom(cut))) {
      return;
    }
    NewCell separator =
        isLeaf ? between(cells.wholeKey(cut - 1), cells.wholeKey(cut)) : goesUp(cut);
    int rightChild = isLeaf ? 0 : childOf(cut);
    int neighbourNow = writer.editable(depth, neighbourIndex, neighbour, neighbourFrame);
    int neighbourFrameNow = writer.lastFrame();
    int leftFrame = isRight ? neighbourFrameNow : path.frame(depth);
    int rightFrame = isRight ? path.frame(depth) : neighbourFrameNow;
    lead(separator, isRight ? path.id(depth) : neighbourNow);
    writer.edit(depth - 1);
    MemorySegment rightM = frames.memory(rightFrame);
    long rightAt = frames.base(rightFrame);
    if (!isLeaf) {
      PageEdit.setLink(rightM, rightAt, rightChild);
    }
    cells.build(rightM, rightAt, cut + moved, count);
    cells.build(frames.memory(leftFrame), frames.base(leftFrame), 0, cut);
    int freed = removeSeparator(depth, separatorIndex);
    writer.insert(depth - 1, separatorIndex, separator);
    chains.free(freed);
  }
}
