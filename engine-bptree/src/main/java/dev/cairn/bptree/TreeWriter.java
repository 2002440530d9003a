package dev.cairn.bptree;

import static dev.cairn.bptree.PageFormat.CELL_HEADER_BYTES;
import static dev.cairn.bptree.PageFormat.CHAINED;
import static dev.cairn.bptree.PageFormat.CHAINED_KEY;
import static dev.cairn.bptree.PageFormat.HEAD_BYTES;

import dev.cairn.internal.record.BatchReader;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Changes the tree; one thread at a time. A write first goes down to the leaf of its key and pins
 * it ({@link #seek}), which may have to wait for the disk and may fail; then it changes pages.
 * {@link #finish} shows the changes to readers.
 *
 * <p>A page may be changed in place if it was born after the newest view and nobody has pinned it.
 * Otherwise the writer copies it to a new id, and makes its parent lead there, which may have to be
 * copied first. So a page that a view has is never changed.
 */
final class TreeWriter {
  private static final int NO_PAGE = -1;
  private static final int LEVELS_MADE_BY_BATCH = 3;

  private final Tree tree;
  private final PageShape shape;
  private final Frames frames;
  private final PageSpace space;
  private final Views views;
  private final PageEdit edit;
  private final TreePath path;
  private final ChainWriter chains;
  private final TreeReader reader;
  private final Balance balance;
  private final BulkLoad bulkLoad;
  private final PageMover pageMover;
  private final NewCell cell = new NewCell();

  private byte[] key = {};
  private int keyFrom;
  private int keyBytes;

  // Whether the path leads to the leaf of the key that was sought last; and whether seekNear may
  // stay there for keys between the bounds.
  private boolean isWayKnown;
  private boolean isNear;

  // Whether the last two keys of batches were in one leaf.
  private boolean areKeysNear;
  private byte @Nullable [] lowerBound;
  private byte @Nullable [] upperBound;
  private final WaysAhead ahead;

  TreeWriter(Tree tree, PageSpace space, Views views, TreeReader reader, MemorySegment scratch) {
    this.tree = tree;
    this.shape = tree.shape();
    this.frames = tree.frames();
    this.space = space;
    this.views = views;
    this.reader = reader;
    this.ahead = new WaysAhead(tree, reader);
    this.edit = new PageEdit(shape, scratch.asSlice(0, shape.pageBytes()));
    this.path = new TreePath(tree.pool());
    this.chains = new ChainWriter(tree, space, views, edit);
    Cells cells = new Cells(shape, edit, reader, scratch.asSlice(shape.pageBytes()));
    this.balance = new Balance(this, tree, path, edit, cells, chains);
    this.bulkLoad = new BulkLoad(this, tree, space, views, path, edit);
    this.pageMover = new PageMover(this, path, chains, reader);
  }

  /** Memory that a writer needs to work with. */
  static long scratchBytes(PageShape shape) {
    return 3L * shape.pageBytes();
  }

  PageSpace space() {
    return space;
  }

  BulkLoad bulkLoad() {
    return bulkLoad;
  }

  PageMover pageMover() {
    return pageMover;
  }

  /** Makes sure of frames for all pages that a put may need, before it changes anything. */
  void reservePut(long writtenKeyBytes, long valueBytes) {
    reserve(pagesOf(writtenKeyBytes, valueBytes, levels()) + leftForDeletes());
  }

  /** Where pages cannot go to a file, what is full must have room to be made less full. */
  private long leftForDeletes() {
    return tree.pool().hasFile() ? 0 : 2 * pagesOf(0, 0, levels());
  }

  /** The same for a delete. */
  void reserveDelete() {
    reserve(pagesOf(0, 0, levels()));
  }

  /** The same for an operation of a batch, for which {@link #reserveBatch} was called. */
  void reserve(long writtenKeyBytes, long valueBytes) {
    reserve(pagesOf(writtenKeyBytes, valueBytes, levels()));
  }

  private int levels() {
    return Tree.rootLevel(tree.root()) + 1;
  }

  private void reserve(long pages) {
    tree.pool().reserve((int) Math.min(pages, Integer.MAX_VALUE));
  }

  /** How many pages a write may need at most in a tree of so many levels, which may get another. */
  private long pagesOf(long writtenKeyBytes, long valueBytes, int levels) {
    long pages = 3L * (levels + 1);
    if (CELL_HEADER_BYTES + writtenKeyBytes + valueBytes > shape.maxCellBytes()) {
      pages += shape.chainPages(writtenKeyBytes + valueBytes);
    }
    if (writtenKeyBytes > shape.maxInlineKeyBytes()) {
      pages += (long) shape.chainPages(writtenKeyBytes) * (levels + 1);
    }
    return pages;
  }

  /**
   * The same for a batch, of which nothing may be applied if not all can be. Only where pages
   * cannot go to a file: each operation may copy a page and split it, and what is inserted fills
   * pages at least to a quarter. Besides, each will ask for what it may need alone, the last one
   * too.
   */
  void reserveBatch(BatchReader operations, long encodedBytes, int operationCount) {
    if (tree.pool().hasFile()) {
      reserve(0, 0);
      return;
    }
    long touched = Math.min(operationCount, space.takenCount());
    long inserted = 4 * encodedBytes / shape.pageBytes();
    long last = 0;
    while (operations.next()) {
      int levels = levels() + LEVELS_MADE_BY_BATCH;
      last = Math.max(last, pagesOf(operations.keyBytes(), operations.valueBytes(), levels));
    }
    reserve(copiedAtMost(touched) + touched + inserted + last + leftForDeletes());
  }

  /** The same for a range that is deleted, which splits no page. */
  void reserveRange() {
    long copied = tree.pool().hasFile() ? 0 : copiedAtMost(space.takenCount());
    reserve(copied + 2 * pagesOf(0, 0, levels()));
  }

  /** How many pages are copied for views when so many leaves change. */
  private long copiedAtMost(long touched) {
    return views.newestEpoch() < 0 ? 0 : Math.min(2 * touched, space.takenCount());
  }

  /** Frees a few ids that only views had that have ended since. */
  void sweep() {
    if (!space.isSweeping() && views.takeSweepDue()) {
      space.beginSweep();
    }
    if (space.isSweeping()) {
      space.sweep(views.heldEpochs(), tree.pool());
    }
  }

  /**
   * Goes to the leaf of a key of a batch, for which {@link #lookAhead} was called with a number. If
   * that is where the batch's last two keys were, it does not go all the way again, and the pages
   * stay locked.
   */
  void seekNear(int i, byte[] wanted, int from, int bytes) {
    if (isNear && isBetweenBounds(wanted, from, bytes)) {
      key = wanted;
      keyFrom = from;
      keyBytes = bytes;
      int depth = path.leafDepth();
      path.setIndex(
          depth, tree.search().find(path.memory(depth), path.base(depth), wanted, from, bytes));
      return;
    }
    int lastLeaf = isWayKnown ? path.id(path.leafDepth()) : NO_PAGE;
    if (ahead.isKnown(i)) {
      follow(i, wanted, from, bytes);
    } else {
      seek(wanted, from, bytes);
    }
    areKeysNear = path.id(path.leafDepth()) == lastLeaf;
    if (areKeysNear) {
      isNear = true;
      lowerBound = separatorBefore();
      upperBound = separatorBehind();
    }
  }

  private boolean isBetweenBounds(byte[] wanted, int from, int bytes) {
    byte[] low = lowerBound;
    byte[] high = upperBound;
    return (low == null
            || Arrays.compareUnsigned(wanted, from, from + bytes, low, 0, low.length) >= 0)
        && (high == null
            || Arrays.compareUnsigned(wanted, from, from + bytes, high, 0, high.length) < 0);
  }

  /** Finds the ways to the leaves of the next keys of a batch, {@link WaysAhead#KEYS} at most. */
  void lookAhead(BatchReader keys) {
    if (areKeysNear) {
      ahead.skip(keys); // They are probably where the last ones were.
    } else {
      finish(); // The ways may lead through pages that are locked.
      ahead.find(keys);
    }
  }

  /** Says that pages were split or joined: the path does not lead to where it did. */
  void forgetWay() {
    isNear = false;
    isWayKnown = false;
    ahead.forgetAll();
  }

  /** Goes to the leaf of a key. */
  void seek(byte[] wanted, int from, int bytes) {
    begin(wanted, from, bytes);
    long step = Step.toRoot(Tree.rootId(tree.root()));
    int depth = path.leafDepth();
    for (int above = 0; above < depth; above++) {
      int id = Step.child(step);
      step = reader.stepDown(step, depth - above, key, from, bytes);
      path.passThrough(above, id, Step.index(step));
    }
    reader.touchPage(Step.child(step), 0);
    enterLeaf(Step.child(step));
  }

  /** The same by a way that was found before. */
  private void follow(int i, byte[] wanted, int from, int bytes) {
    begin(wanted, from, bytes);
    int id = Tree.rootId(tree.root());
    int depth = path.leafDepth();
    for (int above = 0; above < depth; above++) {
      int index = ahead.index(i, above);
      path.passThrough(above, id, index);
      id = reader.child(id, index); // Another id than before if the page was copied meanwhile.
    }
    enterLeaf(id);
  }

  private void begin(byte[] wanted, int from, int bytes) {
    finish();
    isWayKnown = true;
    key = wanted;
    keyFrom = from;
    keyBytes = bytes;
    path.begin(Tree.rootLevel(tree.root()));
  }

  private void enterLeaf(int id) {
    int depth = path.leafDepth();
    path.setPage(depth, id, path.hold(id, 0));
    path.setIndex(
        depth, tree.search().find(path.memory(depth), path.base(depth), key, keyFrom, keyBytes));
  }

  private int leafIndex() {
    return path.index(path.leafDepth());
  }

  boolean isFound() {
    return leafIndex() >= 0;
  }

  /** A copy of the value of the key that was sought, or null. */
  byte @Nullable [] value() {
    return isFound()
        ? reader.valueCopy(path.memory(path.leafDepth()), path.base(path.leafDepth()), leafIndex())
        : null;
  }

  /** Lets all pages go; readers see them as they are now. */
  void finish() {
    isNear = false;
    path.finish();
  }

  /** Sets the value of the key that was sought. */
  void put(byte[] value, int from, int bytes) {
    cell.setKey(key, keyFrom, keyBytes, shape);
    int restBytes = Math.max(0, cell.inlineBytes - HEAD_BYTES);
    if (cell.inlineBytes < keyBytes) {
      int inlineBytes = cell.inlineBytes;
      int chain =
          chains.write(key, keyFrom + inlineBytes, keyBytes - inlineBytes, value, from, bytes);
      cell.setChain(CHAINED_KEY, bytes, chain);
    } else if ((long) CELL_HEADER_BYTES + restBytes + bytes <= shape.maxCellBytes()) {
      cell.setValue(value, from, bytes);
    } else {
      cell.setChain(CHAINED, bytes, chains.write(key, 0, 0, value, from, bytes));
    }
    int depth = path.leafDepth();
    int index = leafIndex();
    if (index < 0) {
      insert(depth, -1 - index, cell);
      tree.setCount(tree.count() + 1);
      return;
    }
    edit(depth);
    MemorySegment m = path.memory(depth);
    long at = path.base(depth);
    int oldChain = chainOf(m, at, index);
    if (Page.payloadWord(m, Page.cell(m, at, Page.count(m, at), index)) == cell.payloadWord) {
      edit.overwrite(m, at, index, cell);
    } else {
      path.holdAbove(depth); // The page may be split before it has the key again.
      edit.remove(m, at, index, index + 1);
      insert(depth, index, cell);
    }
    chains.free(oldChain);
  }

  /** The first page of a cell's chain, or 0. */
  int chainOf(MemorySegment m, long at, int index) {
    long there = Page.cell(m, at, Page.count(m, at), index);
    return Page.hasChain(Page.payloadWord(m, there))
        ? Page.chain(m, Page.payload(shape, m, there, Page.prefixBytes(m, at)))
        : 0;
  }

  /** The whole key of a cell. */
  byte[] key(MemorySegment m, long at, int index) {
    return reader.keyCopy(m, at, index);
  }

  /** Removes the key that was sought, which is there. */
  void delete() {
    remove(leafIndex(), leafIndex() + 1);
  }

  private void remove(int from, int to) {
    int depth = path.leafDepth();
    edit(depth);
    MemorySegment m = path.memory(depth);
    long at = path.base(depth);
    int[] freed = new int[to - from];
    for (int i = from; i < to; i++) {
      freed[i - from] = chainOf(m, at, i);
    }
    edit.remove(m, at, from, to);
    tree.setCount(tree.count() - (to - from));
    for (int chain : freed) {
      chains.free(chain); // When nothing leads there any more: it may have to be read.
    }
    balance.afterRemoval(depth);
  }

  /** Removes all keys from one up to another, or to the last if that is null. */
  void deleteRange(byte[] from, byte @Nullable [] to) {
    byte @Nullable [] next = from;
    while (next != null && (to == null || Arrays.compareUnsigned(next, to) < 0)) {
      reserveDelete();
      seek(next, 0, next.length);
      int depth = path.leafDepth();
      MemorySegment m = path.memory(depth);
      long at = path.base(depth);
      int count = Page.count(m, at);
      int first = isFound() ? leafIndex() : -1 - leafIndex();
      int end = count;
      if (to != null) {
        int found = tree.search().find(m, at, to, 0, to.length);
        end = found >= 0 ? found : -1 - found;
      }
      next = separatorBehind();
      if (first < end) {
        remove(first, end);
      }
      finish();
    }
  }

  /** The separator behind which the leaf begins, or null if it is the first leaf. */
  private byte @Nullable [] separatorBefore() {
    for (int depth = path.leafDepth() - 1; depth >= 0; depth--) {
      if (path.index(depth) >= 0) {
        return reader.keyCopy(path.memory(depth), path.base(depth), path.index(depth));
      }
    }
    return null;
  }

  /**
   * The separator behind which the next leaf begins, or null if it is the last leaf.
   *
   * @throws dev.cairn.CorruptionException if it is not behind the key that was sought
   */
  byte @Nullable [] separatorBehind() {
    for (int depth = path.leafDepth() - 1; depth >= 0; depth--) {
      MemorySegment m = path.memory(depth);
      long at = path.base(depth);
      if (path.index(depth) + 1 < Page.count(m, at)) {
        byte[] separator = reader.keyCopy(m, at, path.index(depth) + 1);
        if (Arrays.compareUnsigned(separator, 0, separator.length, key, keyFrom, keyFrom + keyBytes)
            <= 0) {
          throw tree.pool().outOfOrder(path.id(depth));
        }
        return separator;
      }
    }
    return null;
  }

  /** Inserts a cell into a page of the path, which is split if it has no room. */
  void insert(int depth, int index, NewCell added) {
    edit(depth);
    MemorySegment m = path.memory(depth);
    long at = path.base(depth);
    boolean mayGrow = depth == path.leafDepth() || Page.count(m, at) + 2 <= shape.maxChildren();
    if (!mayGrow || !edit.insert(m, at, index, added)) {
      balance.split(depth, index, added);
    }
  }

  /** Makes a page of the path one that may be changed, and locks it. */
  void edit(int depth) {
    int frame = path.frame(depth);
    int parentIndex = depth == 0 ? 0 : path.index(depth - 1);
    int id = editable(depth, parentIndex, path.id(depth), frame);
    path.setPage(depth, id, lastFrame);
  }

  // The frame of the page that editable returned.
  private int lastFrame;

  int lastFrame() {
    return lastFrame;
  }

  /**
   * Makes a page one that may be changed, a child of the one above a depth of the path; locks it,
   * and returns its id, which is another one if it had to be copied.
   */
  int editable(int depth, int parentIndex, int id, int frame) {
    lastFrame = frame;
    if (path.isLocked(frame)) {
      return id;
    }
    MemorySegment m = frames.memory(frame);
    long at = frames.base(frame);
    if (Page.birth(m, at) > views.newestEpoch() && path.tryLock(frame)) {
      frames.setDirty(frame, true);
      return id;
    }
    return copy(depth, parentIndex, id, frame);
  }

  private int copy(int depth, int parentIndex, int id, int frame) {
    int copyId = space.allocateCopy();
    int copy = path.create(copyId);
    MemorySegment m = frames.memory(frame);
    long at = frames.base(frame);
    Page.copy(m, at, frames.memory(copy), frames.base(copy), shape);
    PageEdit.setIdentity(frames.memory(copy), frames.base(copy), copyId, views.epoch());
    if (depth == 0) {
      tree.setRoot(Tree.root(copyId, Tree.rootLevel(tree.root())));
    } else {
      edit(depth - 1);
      edit.setChild(path.memory(depth - 1), path.base(depth - 1), parentIndex, copyId);
    }
    retire(id, frame);
    lastFrame = copy;
    return copyId;
  }

  /** Gives up a held page that the tree does not lead to any more. */
  void retire(int id, int frame) {
    long birth = Page.birth(frames.memory(frame), frames.base(frame));
    if (birth > views.newestEpoch()) {
      path.drop(frame, id);
      space.free(id);
    } else {
      space.retire(id, birth, views.epoch());
      if (!tree.pool().retire(frame)) {
        path.drop(frame, id); // Views will find it in the file.
      } else if (!path.isLocked(frame)) {
        // Its children may change as soon as its views have ended: a reader that came through it
        // to one of them must not believe that this page still leads there.
        frames.disturb(frame);
      }
    }
  }

  /** Copies a page of the path to a new id, the lowest that is free. */
  void move(int depth) {
    int parentIndex = depth == 0 ? 0 : path.index(depth - 1);
    int id = copy(depth, parentIndex, path.id(depth), path.frame(depth));
    path.setPage(depth, id, lastFrame);
  }

  /** Makes the first page of a tree that has none in a file. */
  void createRoot(int id) {
    int frame = path.create(id);
    edit.clear(frames.memory(frame), frames.base(frame), PageFormat.LEAF, 0, id, views.epoch());
    path.finish();
  }

  /** A new page of the tree: locked, pinned and without cells. */
  int create(byte kind, int level) {
    int id = space.allocate();
    lastFrame = path.create(id);
    edit.clear(frames.memory(lastFrame), frames.base(lastFrame), kind, level, id, views.epoch());
    return id;
  }
}
