package dev.cairn.internal.log;

import dev.cairn.MemoryBudgetException;
import dev.cairn.internal.memory.Block;
import dev.cairn.internal.memory.Epochs;
import dev.cairn.internal.memory.MemoryBudget;
import java.util.ArrayDeque;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Which segments are in memory: the newest, as many as the budget allows. The oldest leaves when
 * memory is needed, for a new segment or for the index, and its block is used again.
 */
public final class SegmentMemory {
  private static final long POLL_NANOS = 50_000;
  private static final int AMPLE_SEGMENTS = 16;

  private final MemoryBudget budget;
  private final Epochs epochs;
  private final int segmentBytes;
  private final ReentrantLock lock = new ReentrantLock();

  // Sealed segments in memory that have a file to come back from, oldest first.
  private final ArrayDeque<LogSegment> evictable = new ArrayDeque<>();

  // Blocks of the usual size that nobody reads.
  private final ArrayDeque<Block> free = new ArrayDeque<>();

  // Blocks that were taken from segments and may still be read under a pin.
  private int pendingCount;

  /**
   * Makes a memory that holds nothing yet.
   *
   * @param budget what it counts against
   * @param epochs tells when a block may be used again
   * @param segmentBytes capacity of a usual segment, a power of two
   */
  public SegmentMemory(MemoryBudget budget, Epochs epochs, int segmentBytes) {
    this.budget = budget;
    this.epochs = epochs;
    this.segmentBytes = segmentBytes;
  }

  int segmentBytes() {
    return segmentBytes;
  }

  /** How many segments to prepare ahead: one more hides a slow disk, if memory allows it. */
  int spareCount() {
    return budget.limitBytes() / segmentBytes >= AMPLE_SEGMENTS ? 2 : 1;
  }

  /** A segment was sealed, or came back into memory; its content is in its file. */
  void addNewest(LogSegment segment) {
    lock.lock();
    try {
      evictable.addLast(segment);
    } finally {
      lock.unlock();
    }
  }

  /** Likewise for one that is older than all in memory. */
  void addOldest(LogSegment segment) {
    lock.lock();
    try {
      evictable.addFirst(segment);
    } finally {
      lock.unlock();
    }
  }

  /** Takes a segment's memory away for good, because the segment goes. */
  void drop(LogSegment segment) {
    lock.lock();
    try {
      evictable.remove(segment);
      retire(segment);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Memory for a new segment, from the oldest if there is no other.
   *
   * @throws MemoryBudgetException if nothing is left that could be taken
   */
  Block take(long bytes) {
    for (; ; ) {
      Block block = tryTake(bytes);
      if (block != null) {
        return block;
      }
      if (!shrink()) { // Free blocks go too: for a larger one they are in the way.
        throw new MemoryBudgetException(
            "log segment of "
                + bytes
                + " bytes: "
                + budget.usedBytes()
                + " of the budget's "
                + budget.limitBytes()
                + " bytes are in use and none can be freed");
      }
    }
  }

  /** Memory for a segment that comes back, if there is some to spare. */
  @Nullable Block tryTake(long bytes) {
    if (bytes == segmentBytes) {
      lock.lock();
      try {
        Block block = free.poll();
        if (block != null) {
          return block;
        }
      } finally {
        lock.unlock();
      }
    }
    return Block.tryAllocate(budget, bytes);
  }

  /**
   * Gives some memory back to the budget, and waits a little for readers that hold it. The caller
   * must not be pinned.
   *
   * @return whether anything was, or was being, given back; false says that trying again is in vain
   */
  public boolean shrink() {
    lock.lock();
    try {
      Block block = free.poll();
      if (block != null) {
        block.close();
        return true;
      }
    } finally {
      lock.unlock();
    }
    return evictOldest();
  }

  private boolean evictOldest() {
    lock.lock();
    try {
      // One at a time: a reader that keeps its pin for long must not cost the store all its memory.
      if (pendingCount == 0) {
        LogSegment oldest = evictable.poll();
        if (oldest == null) {
          return false;
        }
        retire(oldest);
      }
    } finally {
      lock.unlock();
    }
    if (!epochs.reclaim()) {
      LockSupport.parkNanos(POLL_NANOS);
    }
    return true;
  }

  private void retire(LogSegment segment) {
    Block block = segment.takeResidence();
    if (block != null) {
      pendingCount++;
      epochs.retire(() -> release(block));
    }
  }

  private void release(Block block) {
    lock.lock();
    try {
      pendingCount--;
      if (block.memory().byteSize() == segmentBytes) {
        free.add(block);
      } else {
        block.close();
      }
    } finally {
      lock.unlock();
    }
  }

  /** A block that was taken and not used after all. */
  void giveBack(Block block) {
    lock.lock();
    try {
      pendingCount++;
    } finally {
      lock.unlock();
    }
    release(block);
  }

  /** Frees all blocks that no segment has. The epochs are closed. */
  void close() {
    lock.lock();
    try {
      free.forEach(Block::close);
      free.clear();
    } finally {
      lock.unlock();
    }
  }
}
