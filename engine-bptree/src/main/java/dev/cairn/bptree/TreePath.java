package dev.cairn.bptree;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * The pages that a write goes through and those that it makes, and of these the ones that it has
 * locked to change them. The leaf is pinned, an inner page from when it is first looked at again,
 * which few writes do: it may leave memory before, but only the writer changes it. The writer's
 * own.
 */
final class TreePath {
  private static final int FIRST_LENGTH = 32;
  private static final int NOT_HELD = -1;

  private final FramePool pool;
  private final Frames frames;

  // By depth, the root's being 0.
  private int[] ids = new int[FIRST_LENGTH];
  private int[] frameAt = new int[FIRST_LENGTH];
  private int[] indexes = new int[FIRST_LENGTH];
  private int leafDepth;

  private int[] held = new int[FIRST_LENGTH];
  private boolean[] locked = new boolean[FIRST_LENGTH];
  private int heldCount;

  TreePath(FramePool pool) {
    this.pool = pool;
    this.frames = pool.frames();
  }

  void begin(int depth) {
    leafDepth = depth;
    if (depth >= ids.length) {
      ids = Arrays.copyOf(ids, depth + FIRST_LENGTH);
      frameAt = Arrays.copyOf(frameAt, depth + FIRST_LENGTH);
      indexes = Arrays.copyOf(indexes, depth + FIRST_LENGTH);
    }
  }

  int leafDepth() {
    return leafDepth;
  }

  int id(int depth) {
    return ids[depth];
  }

  int frame(int depth) {
    int frame = frameAt[depth];
    if (frame == NOT_HELD) {
      frame = hold(ids[depth], leafDepth - depth);
      frameAt[depth] = frame;
    }
    return frame;
  }

  /**
   * Pins all pages above a depth: what has to be changed together must be there before the first of
   * it is changed.
   */
  void holdAbove(int depth) {
    for (int above = 0; above < depth; above++) {
      int _ = frame(above);
    }
  }

  /** Which child the way goes on to, or in the leaf what the search for the key found. */
  int index(int depth) {
    return indexes[depth];
  }

  void setPage(int depth, int id, int frame) {
    ids[depth] = id;
    frameAt[depth] = frame;
  }

  /** The way goes through a page, on to its child with an index. */
  void passThrough(int depth, int id, int index) {
    setPage(depth, id, NOT_HELD);
    setIndex(depth, index);
  }

  void setIndex(int depth, int index) {
    indexes[depth] = index;
  }

  MemorySegment memory(int depth) {
    return frames.memory(frame(depth));
  }

  long base(int depth) {
    return frames.base(frame(depth));
  }

  /** Pins a page of some level until {@link #finish}. */
  int hold(int id, int level) {
    int frame = pool.pin(id, level);
    add(frame, false);
    return frame;
  }

  /**
   * A new page, locked and pinned until {@link #finish}.
   *
   * @throws dev.cairn.CorruptionException if the page that is said to be free is one of those held
   */
  int create(int id) {
    for (int i = 0; i < heldCount; i++) {
      if (frames.page(held[i]) == id) {
        throw pool.inUse(id);
      }
    }
    int frame = pool.create(id);
    add(frame, true);
    return frame;
  }

  private void add(int frame, boolean isLocked) {
    if (heldCount == held.length) {
      held = Arrays.copyOf(held, heldCount * 2);
      locked = Arrays.copyOf(locked, heldCount * 2);
    }
    held[heldCount] = frame;
    locked[heldCount++] = isLocked;
  }

  private int find(int frame) {
    int i = 0;
    while (held[i] != frame) {
      i++;
    }
    return i;
  }

  boolean isLocked(int frame) {
    return locked[find(frame)];
  }

  /** Locks a page that is held, unless somebody else relies on it. */
  boolean tryLock(int frame) {
    frames.lock(frame);
    if (frames.pins(frame) > 1) {
      frames.unlock(frame);
      return false;
    }
    locked[find(frame)] = true;
    return true;
  }

  /** Gives up a page for good: nothing leads to it any more. */
  void drop(int frame, int id) {
    int i = find(frame);
    boolean wasLocked = locked[i];
    held[i] = held[--heldCount];
    locked[i] = locked[heldCount];
    frames.unpin(frame);
    if (wasLocked) {
      pool.dropLocked(id, frame);
    } else {
      pool.drop(id);
    }
  }

  /** Lets all pages go. From now on readers see the changes. */
  void finish() {
    for (int i = heldCount - 1; i >= 0; i--) {
      if (locked[i]) {
        frames.unlock(held[i]);
      }
      frames.unpin(held[i]);
    }
    heldCount = 0;
  }
}
