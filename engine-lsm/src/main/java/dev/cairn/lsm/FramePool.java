package dev.cairn.lsm;

import dev.cairn.internal.memory.Block;
import dev.cairn.internal.memory.MemoryBudget;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Memory for blocks: frames of one size, in slabs that are taken from the budget when they are
 * needed. A frame is free, or it belongs to whoever took it.
 */
final class FramePool implements AutoCloseable {
  static final int NONE = -1;

  // In front of a content, so that contents begin at cache lines and a header fits.
  private static final int HEADER_ROOM_BYTES = 64;
  private static final int MAX_SLAB_BYTES = 2 << 20;

  private final MemoryBudget budget;
  private final int strideBytes;
  private final int slabShift;
  private final int frameMask;
  private final MemorySegment[] slabs;
  private final @Nullable Block[] blocks;

  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by the lock.
  private final int[] free;
  private int freeCount;
  private int grown;
  private boolean closed;

  /**
   * Makes a pool that has no memory yet.
   *
   * @param budget what its memory counts against
   * @param contentBytes what a frame must hold
   * @param limitBytes the most memory it takes
   */
  FramePool(MemoryBudget budget, int contentBytes, long limitBytes) {
    this.budget = budget;
    this.strideBytes = (contentBytes + HEADER_ROOM_BYTES + 63) & -64;
    long slabLimit = Math.clamp(limitBytes / 8, strideBytes, MAX_SLAB_BYTES);
    this.slabShift =
        Integer.SIZE - 1 - Integer.numberOfLeadingZeros((int) (slabLimit / strideBytes));
    this.frameMask = (1 << slabShift) - 1;
    int slabCount = (int) Math.min(limitBytes / slabBytes(), Integer.MAX_VALUE >> slabShift);
    this.slabs = new MemorySegment[slabCount];
    this.blocks = new Block[slabCount];
    this.free = new int[slabCount << slabShift];
  }

  private long slabBytes() {
    return (long) strideBytes << slabShift;
  }

  int slabCount() {
    return slabs.length;
  }

  int maxFrames() {
    return free.length;
  }

  int firstFrame(int slab) {
    return slab << slabShift;
  }

  /** The most that a frame holds. */
  int contentBytes() {
    return strideBytes - HEADER_ROOM_BYTES;
  }

  MemorySegment memory(int frame) {
    return slabs[frame >>> slabShift];
  }

  /** Where a frame's content begins in its memory. */
  long contentAt(int frame) {
    return (long) (frame & frameMask) * strideBytes + HEADER_ROOM_BYTES;
  }

  /** Whether fewer frames are free than a number, and the pool may not grow any more. */
  boolean isShortOf(int count) {
    lock.lock();
    try {
      return freeCount < count && grown == slabs.length;
    } finally {
      lock.unlock();
    }
  }

  /** Takes a frame; {@link #NONE} if there is none. */
  int take() {
    lock.lock();
    try {
      if (freeCount == 0 && !tryGrow()) {
        return NONE;
      }
      return free[--freeCount];
    } finally {
      lock.unlock();
    }
  }

  private boolean tryGrow() {
    if (grown == slabs.length || closed) {
      return false;
    }
    Block block = Block.tryAllocate(budget, slabBytes());
    if (block == null) {
      return false;
    }
    int slab = 0;
    while (blocks[slab] != null) {
      slab++;
    }
    blocks[slab] = block;
    slabs[slab] = block.memory();
    grown++;
    for (int frame = firstFrame(slab + 1) - 1; frame >= firstFrame(slab); frame--) {
      free[freeCount++] = frame;
    }
    return true;
  }

  void giveBack(int frame) {
    giveBack(new int[] {frame}, 1);
  }

  void giveBack(int[] frames, int count) {
    lock.lock();
    try {
      System.arraycopy(frames, 0, free, freeCount, count);
      freeCount += count;
    } finally {
      lock.unlock();
    }
  }

  boolean hasSlab(int slab) {
    lock.lock();
    try {
      return blocks[slab] != null;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes a slab's free frames, if with so many that the caller has taken they are all of it.
   *
   * @return whether they are; otherwise nothing has changed
   */
  boolean tryReserve(int slab, int takenCount) {
    lock.lock();
    try {
      int left = 0;
      for (int i = 0; i < freeCount; i++) {
        left += free[i] >>> slabShift == slab ? 0 : 1;
      }
      if (freeCount - left + takenCount < 1 << slabShift) {
        return false;
      }
      int kept = 0;
      for (int i = 0; i < freeCount; i++) {
        if (free[i] >>> slabShift != slab) {
          free[kept++] = free[i];
        }
      }
      freeCount = kept;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Gives a slab's memory back to the budget. All its frames are the caller's. */
  void free(int slab) {
    lock.lock();
    try {
      Block block = blocks[slab];
      if (block != null) {
        blocks[slab] = null;
        grown--;
        block.close();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Frees all memory. Nobody reads any more. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      freeCount = 0;
      for (int slab = 0; slab < slabs.length; slab++) {
        free(slab);
      }
    } finally {
      lock.unlock();
    }
  }
}
