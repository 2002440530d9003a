package dev.cairn.bptree;

import dev.cairn.Cursor;
import dev.cairn.KeyRange;
import dev.cairn.Limits;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A cursor over a view. It has the leaf that it stands in pinned; of the pages above it knows the
 * ids, which lead to the same pages for as long as the view is held.
 */
final class TreeCursor implements Cursor {
  // As many cache misses as overlap, a few more pairs than a short range has.
  private static final int TOUCHED_CELLS = 12;

  private enum Place {
    BEFORE_FIRST,
    ON_PAIR,
    AFTER_LAST,

    /** Nowhere: a move to another leaf has not come to its end. Only a seek leads on. */
    FAILED
  }

  private final Tree tree;
  private final PageShape shape;
  private final Frames frames;
  private final TreeReader reader;
  private final PinnedLeaf leaf;
  private final BooleanSupplier isOwnerOpen;
  private final Runnable onClose;
  private final byte[] from;
  private final byte @Nullable [] to;

  // By depth: the page, and which child of it the way goes through.
  private final int[] ids;
  private final int[] indexes;
  private final int leafDepth;

  private Place place = Place.BEFORE_FIRST;
  // The cells of the leaf that are on their way to the caches.
  private int touchedFrom;
  private int touchedTo;
  // Whether the leaf before was passed too: then all of the next one is wanted, it seems.
  private boolean isInOrder;
  // Whether the caller went on from where it last sought: then it will again, it seems.
  private boolean hasGoneOn;
  private int index;
  // The cells of the leaf that are in the range.
  private int first;
  private int end;
  private boolean closed;

  TreeCursor(
      Tree tree,
      TreeReader reader,
      View view,
      KeyRange range,
      BooleanSupplier isOwnerOpen,
      Runnable onClose) {
    this.tree = tree;
    this.shape = tree.shape();
    this.frames = tree.frames();
    this.reader = reader;
    this.leaf = new PinnedLeaf(tree, reader, this::requireOpen);
    this.isOwnerOpen = isOwnerOpen;
    this.onClose = onClose;
    this.from = range.from();
    this.to = range.to();
    this.leafDepth = Tree.rootLevel(view.root());
    this.ids = new int[leafDepth + 1];
    this.indexes = new int[leafDepth + 1];
    ids[0] = Tree.rootId(view.root());
  }

  private void requireOpen() {
    if (closed || !isOwnerOpen.getAsBoolean()) {
      throw new IllegalStateException("the cursor is closed");
    }
  }

  @Override
  public boolean next() {
    requireOpen();
    if (place == Place.ON_PAIR) {
      hasGoneOn = true;
      if (++index < end) {
        touchForward();
        return true;
      }
      return toNextLeaf();
    }
    requireSoundPlace();
    return place == Place.BEFORE_FIRST && seekInRange(from);
  }

  /** What a move that failed has passed must not be passed over unseen by the next move. */
  private void requireSoundPlace() {
    if (place == Place.FAILED) {
      throw new IllegalStateException("the cursor's last move failed: seek first");
    }
  }

  /** Whoever goes on from the pair that was sought will want those that follow, too. */
  private void touchForward() {
    if (index >= touchedTo) {
      touchedTo = Math.min(end, index + TOUCHED_CELLS);
      touch(index, touchedTo);
    }
  }

  private void touchBackward() {
    if (index < touchedFrom) {
      touchedFrom = Math.max(first, index + 1 - TOUCHED_CELLS);
      touch(touchedFrom, index + 1);
    }
  }

  private void touch(int fromCell, int toCell) {
    try {
      leaf.touchCells(fromCell, toCell);
    } catch (IllegalStateException memoryWentAway) {
      throw endedOr(memoryWentAway);
    }
  }

  /** To the first pair of the range behind this leaf. */
  private boolean toNextLeaf() {
    place = Place.FAILED; // Until it stands in the range, or behind it.
    while (isRangeOpenBehind() && moveLeaf(1)) {
      if (first < end) {
        index = first;
        touchForward();
        place = Place.ON_PAIR;
        return true;
      }
    }
    place = Place.AFTER_LAST;
    return false;
  }

  private boolean isRangeOpenBehind() {
    return end == leaf.count();
  }

  @Override
  public boolean previous() {
    requireOpen();
    if (place == Place.ON_PAIR) {
      hasGoneOn = true;
      if (--index >= first) {
        touchBackward();
        return true;
      }
      return toPreviousLeaf();
    }
    requireSoundPlace();
    if (place == Place.BEFORE_FIRST) {
      return false;
    }
    if (to != null) {
      return floorInRange(to, false);
    }
    place = Place.FAILED;
    goToEnd();
    return standOnLast();
  }

  private boolean toPreviousLeaf() {
    place = Place.FAILED;
    while (first == 0 && moveLeaf(-1)) {
      if (first < end) {
        return standOnLast();
      }
    }
    place = Place.BEFORE_FIRST;
    return false;
  }

  private boolean standOnLast() {
    if (first >= end) {
      return toPreviousLeaf();
    }
    index = end - 1;
    touchBackward();
    place = Place.ON_PAIR;
    return true;
  }

  @Override
  public boolean seek(byte[] key) {
    Limits.requireKeyBytes(key.length);
    requireOpen();
    return seekInRange(Arrays.compareUnsigned(key, from) < 0 ? from : key);
  }

  private boolean seekInRange(byte[] key) {
    int found = goTo(key);
    index = Math.max(first, found >= 0 ? found : -1 - found);
    if (index < end) {
      if (hasGoneOn) {
        touchForward(); // Before the pair itself is waited for.
      }
      hasGoneOn = false;
      place = Place.ON_PAIR;
      return true;
    }
    return toNextLeaf();
  }

  @Override
  public boolean seekFloor(byte[] key) {
    Limits.requireKeyBytes(key.length);
    requireOpen();
    return (to != null && Arrays.compareUnsigned(key, to) >= 0)
        ? floorInRange(to, false)
        : floorInRange(key, true);
  }

  private boolean floorInRange(byte[] key, boolean isKeyIncluded) {
    int found = goTo(key);
    int last = found < 0 ? -2 - found : isKeyIncluded ? found : found - 1;
    index = Math.min(last, end - 1);
    if (index >= first) {
      if (hasGoneOn) {
        touchBackward();
      }
      hasGoneOn = false;
      place = Place.ON_PAIR;
      return true;
    }
    return toPreviousLeaf();
  }

  /** Goes to the leaf of a key, and returns what the search for the key says there. */
  private int goTo(byte[] key) {
    place = Place.FAILED;
    try {
      return goDownTo(key);
    } catch (RuntimeException failure) {
      throw endedOr(failure);
    }
  }

  /** If the view has ended meanwhile, its pages may mean others, and any failure means that. */
  private RuntimeException endedOr(RuntimeException failure) {
    requireOpen();
    return failure;
  }

  private int goDownTo(byte[] key) {
    long step = Step.toRoot(ids[0]);
    for (int depth = 0; depth < leafDepth; depth++) {
      step = reader.stepDown(step, leafDepth - depth, key, 0, key.length);
      indexes[depth] = Step.index(step);
      ids[depth + 1] = Step.child(step);
    }
    isInOrder = false;
    reader.touchPage(ids[leafDepth], 0);
    standIn(ids[leafDepth]);
    return leaf.find(key);
  }

  private void goToEnd() {
    for (int depth = 0; depth < leafDepth; depth++) {
      enter(depth, -1);
    }
    standIn(ids[leafDepth]);
  }

  /** Goes from an inner page to its last child, or if the direction is forward to its first. */
  private void enter(int depth, int direction) {
    int at = tree.pool().pin(ids[depth], leafDepth - depth);
    try {
      MemorySegment m = frames.memory(at);
      long base = frames.base(at);
      indexes[depth] = direction > 0 ? -1 : Page.count(m, base) - 1;
      ids[depth + 1] = Page.child(shape, m, base, indexes[depth]);
    } finally {
      frames.unpin(at);
    }
  }

  /** Goes to the next leaf, or if the direction is -1 to the one before, if there is one. */
  private boolean moveLeaf(int direction) {
    try {
      return moveDown(direction);
    } catch (RuntimeException failure) {
      throw endedOr(failure);
    }
  }

  private boolean moveDown(int direction) {
    int depth = leafDepth - 1;
    while (depth >= 0 && !moveChild(depth, direction)) {
      depth--;
    }
    if (depth < 0) {
      return false;
    }
    while (++depth < leafDepth) {
      enter(depth, direction);
    }
    if (!isInOrder) {
      reader.touchPage(ids[leafDepth], 0);
    }
    standIn(ids[leafDepth]);
    if (isInOrder) {
      leaf.touchAll();
      touchedFrom = 0;
      touchedTo = Integer.MAX_VALUE;
    }
    isInOrder = true;
    return true;
  }

  private boolean moveChild(int depth, int direction) {
    int at = tree.pool().pin(ids[depth], leafDepth - depth);
    try {
      MemorySegment m = frames.memory(at);
      long base = frames.base(at);
      int child = indexes[depth] + direction;
      if (child < -1 || child >= Page.count(m, base)) {
        return false;
      }
      indexes[depth] = child;
      ids[depth + 1] = Page.child(shape, m, base, child);
      return true;
    } finally {
      frames.unpin(at);
    }
  }

  private void standIn(int id) {
    leaf.enter(id);
    touchedFrom = Integer.MAX_VALUE;
    touchedTo = 0;
    first = from.length == 0 ? 0 : insertionPoint(from);
    end = to == null ? leaf.count() : insertionPoint(to);
    requireOpen(); // Otherwise this may be another page by now.
  }

  private int insertionPoint(byte[] key) {
    int found = leaf.find(key);
    return found >= 0 ? found : -1 - found;
  }

  private void requirePair() {
    requireOpen();
    if (place != Place.ON_PAIR) {
      throw new IllegalStateException("the cursor stands on no pair");
    }
  }

  @Override
  public byte[] key() {
    requirePair();
    try {
      return leaf.key(index);
    } catch (RuntimeException failure) {
      throw endedOr(failure);
    }
  }

  @Override
  public byte[] value() {
    requirePair();
    try {
      return leaf.value(index);
    } catch (RuntimeException failure) {
      throw endedOr(failure);
    }
  }

  @Override
  public MemorySegment keySegment() {
    requirePair();
    try {
      return leaf.keySegment(index);
    } catch (RuntimeException failure) {
      throw endedOr(failure);
    }
  }

  @Override
  public MemorySegment valueSegment() {
    requirePair();
    try {
      return leaf.valueSegment(index);
    } catch (RuntimeException failure) {
      throw endedOr(failure);
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      leaf.leave();
      onClose.run();
    }
  }
}
