package dev.cairn.lsm;

import dev.cairn.internal.memory.Block;
import dev.cairn.internal.memory.MemoryBudget;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
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

  // A huge page: with smaller ones a look at a frame costs a miss of the translation buffer too.
  private static final int MAX_SLAB_BYTES = 2 << 20;

  // Of the budget's memory so much must be free before any is taken that is not needed yet.
  private static final int PLENTY_PART = 8;

  private final MemoryBudget budget;
  private final Executor background;
  private final int strideBytes;
  private final int slabBytes;
  private final int framesPerSlab;

  // A frame's number is its slab's and its place in it; the highest places may be no frames.
  private final int slabShift;
  private final int frameMask;
  private final MemorySegment[] slabs;
  private final MemorySegment[] readableSlabs;
  private final @Nullable Block[] blocks;

  private final AtomicBoolean isGrowing = new AtomicBoolean();
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
   * @param background takes memory ahead of the need
   * @param contentBytes what a frame must hold
   * @param limitBytes the most memory it takes
   */
  FramePool(MemoryBudget budget, Executor background, int contentBytes, long limitBytes) {
    this.budget = budget;
    this.background = background;
    this.strideBytes = (contentBytes + HEADER_ROOM_BYTES + 63) & -64;
    this.slabBytes = Math.clamp(limitBytes / 8, strideBytes, MAX_SLAB_BYTES);
    this.framesPerSlab = slabBytes / strideBytes;
    this.slabShift = Integer.SIZE - Integer.numberOfLeadingZeros(framesPerSlab - 1);
    this.frameMask = (1 << slabShift) - 1;
    int slabCount = (int) Math.min(limitBytes / slabBytes, Integer.MAX_VALUE >> slabShift);
    this.slabs = new MemorySegment[slabCount];
    this.readableSlabs = new MemorySegment[slabCount];
    this.blocks = new Block[slabCount];
    this.free = new int[slabCount * framesPerSlab];
  }

  int slabCount() {
    return slabs.length;
  }

  int slabBytes() {
    return slabBytes;
  }

  /** How many frames there can be. */
  int maxFrames() {
    return free.length;
  }

  /** A number that no frame reaches. */
  int endFrame() {
    return slabs.length << slabShift;
  }

  int firstFrame(int slab) {
    return slab << slabShift;
  }

  /** The number behind the last frame of a slab. */
  int endFrame(int slab) {
    return firstFrame(slab) + framesPerSlab;
  }

  /** The most that a frame holds. */
  int contentBytes() {
    return strideBytes - HEADER_ROOM_BYTES;
  }

  MemorySegment memory(int frame) {
    return slabs[frame >>> slabShift];
  }

  /** The same for readers. */
  MemorySegment readableMemory(int frame) {
    return readableSlabs[frame >>> slabShift];
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
    for (; ; ) {
      boolean isLow;
      int frame = NONE;
      lock.lock();
      try {
        if (freeCount > 0) {
          frame = free[--freeCount];
        }
        isLow = freeCount < framesPerSlab / 2 && grown < slabs.length;
      } finally {
        lock.unlock();
      }
      if (frame == NONE) {
        if (!isLow || !tryGrow()) {
          return NONE;
        }
        continue;
      }
      if (isLow) {
        growAhead();
      }
      return frame;
    }
  }

  /** So that readers do not wait for the system's memory. */
  private void growAhead() {
    boolean isMemoryPlenty =
        budget.limitBytes() - budget.usedBytes() > budget.limitBytes() / PLENTY_PART;
    if (isMemoryPlenty && isGrowing.compareAndSet(false, true)) {
      try {
        background.execute(() -> {
          try {
            boolean _ = tryGrow();
          } finally {
            isGrowing.set(false);
          }
        });
      } catch (RejectedExecutionException closing) {
        isGrowing.set(false);
      }
    }
  }

  /** Takes a slab from the budget; false if there is none to be had. */
  private boolean tryGrow() {
    Block block = Block.tryAllocate(budget, slabBytes);
    if (block == null) {
      return false;
    }
    lock.lock();
    try {
      if (grown < slabs.length && !closed) {
        add(block);
        return true;
      }
    } finally {
      lock.unlock();
    }
    block.close();
    return false;
  }

  private void add(Block block) {
    int slab = 0;
    while (blocks[slab] != null) {
      slab++;
    }
    blocks[slab] = block;
    slabs[slab] = block.memory();
    readableSlabs[slab] = block.memory().asReadOnly();
    grown++;
    for (int frame = endFrame(slab) - 1; frame >= firstFrame(slab); frame--) {
      free[freeCount++] = frame;
    }
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
      if (freeCount - left + takenCount < framesPerSlab) {
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
