package dev.cairn.internal.log;

import dev.cairn.MemoryBudgetException;
import dev.cairn.internal.memory.Block;
import dev.cairn.internal.memory.Epochs;
import dev.cairn.internal.memory.MemoryBudget;
import dev.cairn.internal.store.Closing;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Which segments are in memory: the newest, as many as the budget allows. The oldest leaves when
 * memory is needed, for a new segment or for the index, and its block is used again.
 *
 * <p>Whoever needs memory waits for readers that have pinned what leaves, never for a borrower: he
 * may hold a lock that the borrower needs to come to an end, or be the borrower.
 */
public final class SegmentMemory {
  private static final long POLL_NANOS = 50_000;
  private static final int AMPLE_SEGMENTS = 16;

  private final MemoryBudget budget;
  private final Epochs epochs;
  private final int segmentBytes;
  private final SegmentStay stay;
  private final ReentrantLock lock = new ReentrantLock();

  // Sealed segments in memory that have a file to come back from, oldest first.
  private final ArrayDeque<LogSegment> evictable = new ArrayDeque<>();

  // Blocks of the usual size that nobody reads.
  private final ArrayDeque<Block> free = new ArrayDeque<>();

  // Of blocks that were taken from segments and may still be read under a pin.
  private long pendingBytes;

  private boolean closed;

  /**
   * Makes a memory that holds nothing yet.
   *
   * @param budget what it counts against
   * @param epochs tells when a block may be used again
   * @param segmentBytes capacity of a usual segment, a power of two
   */
  public SegmentMemory(MemoryBudget budget, Epochs epochs, int segmentBytes) {
    this(budget, epochs, segmentBytes, SegmentStay.WHILE_MEMORY_LASTS);
  }

  /**
   * Makes a memory that holds nothing yet.
   *
   * @param budget what it counts against
   * @param epochs tells when a block may be used again
   * @param segmentBytes capacity of a usual segment, a power of two
   * @param stay how long a sealed segment is kept
   */
  public SegmentMemory(MemoryBudget budget, Epochs epochs, int segmentBytes, SegmentStay stay) {
    this.budget = budget;
    this.epochs = epochs;
    this.segmentBytes = segmentBytes;
    this.stay = stay;
  }

  /**
   * The unit in which segments take memory.
   *
   * @return capacity of a usual segment
   */
  public int segmentBytes() {
    return segmentBytes;
  }

  /** How many segments to prepare ahead: one more hides a slow disk, if memory allows it. */
  int spareCount() {
    return budget.limitBytes() / segmentBytes >= AMPLE_SEGMENTS ? 2 : 1;
  }

  /** A segment was sealed, or came back into memory; its content is in its file. */
  void addNewest(LogSegment segment) {
    if (stay == SegmentStay.UNTIL_REMOVED) {
      return;
    }
    lock.lock();
    try {
      if (stay == SegmentStay.UNTIL_SEALED) {
        retire(segment);
      } else {
        evictable.addLast(segment);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Likewise for one that is older than all in memory. */
  void addOldest(LogSegment segment) {
    if (stay != SegmentStay.WHILE_MEMORY_LASTS) {
      return;
    }
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
   * Memory for a new segment, or for a look at one, from the oldest if there is no other.
   *
   * @throws MemoryBudgetException if there is not so much that could be taken; nothing is taken
   *     then
   */
  Block take(long bytes) {
    for (; ; ) {
      Block block = tryTake(bytes);
      if (block != null) {
        return block;
      }
      if (bytes > obtainableBytes() || !shrink()) {
        throw new MemoryBudgetException(
            "log segment of "
                + bytes
                + " bytes: "
                + budget.usedBytes()
                + " of the budget's "
                + budget.limitBytes()
                + " bytes are in use and not as many can be freed");
      }
    }
  }

  /** Whether so much could be taken if all segments that are prepared were given up. */
  boolean isObtainableWithPrepared(long bytes) {
    return bytes <= obtainableBytes() + (long) spareCount() * segmentBytes;
  }

  /** What a new segment could have if everything that may leave memory left. */
  private long obtainableBytes() {
    lock.lock();
    try {
      long bytes = unusedBytes() + pendingBytes;
      for (LogSegment segment : evictable) {
        bytes += segment.capacityBytes();
      }
      return bytes;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Memory that is free at once.
   *
   * @return bytes of the budget that nothing uses
   */
  public long unusedBytes() {
    lock.lock();
    try {
      return budget.limitBytes() - budget.usedBytes() + (long) free.size() * segmentBytes;
    } finally {
      lock.unlock();
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
      // One at a time: a reader that keeps its pin for long must not cost the store all its memory.
      if (pendingBytes == 0) {
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
      pendingBytes += block.memory().byteSize();
      epochs.retire(() -> endPending(block));
    }
  }

  private void endPending(Block block) {
    lock.lock();
    try {
      pendingBytes -= block.memory().byteSize();
      release(block);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes back a block in which somebody looked at a segment. Where segments do not leave memory
   * for others it goes at once: who looks at segments again and again, until another gives memory
   * up for one of them, would each time leave a block to be given up.
   */
  void endLook(Block block) {
    if (stay == SegmentStay.WHILE_MEMORY_LASTS) {
      giveBack(block);
    } else {
      block.close();
    }
  }

  /** A block that was taken, and that no segment has. */
  void giveBack(Block block) {
    lock.lock();
    try {
      release(block);
    } finally {
      lock.unlock();
    }
  }

  private void release(Block block) {
    if (block.memory().byteSize() == segmentBytes && !closed) {
      free.add(block);
    } else {
      block.close();
    }
  }

  /** Frees all blocks that no segment has, and from now on each that comes back. */
  void close() {
    lock.lock();
    try {
      closed = true;
      List<Block> left = List.copyOf(free);
      free.clear();
      Closing.runAll(left.stream().<Runnable>map(block -> block::close).toList());
    } finally {
      lock.unlock();
    }
  }
}
