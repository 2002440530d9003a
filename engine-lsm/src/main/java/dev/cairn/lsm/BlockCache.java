package dev.cairn.lsm;

import dev.cairn.internal.memory.Epochs;
import dev.cairn.internal.memory.MemoryBudget;
import dev.cairn.internal.store.Closing;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Blocks of tables in memory, restored and checked, in frames of one size.
 *
 * <p>There is no map: an open table has a slot for each of its blocks. A reader takes an epoch pin,
 * reads the slot and relies on the frame until it unpins: a frame is taken from its slot first and
 * used again only after all pins of that time have ended. Who needs a block for longer holds it by
 * a count, and a frame with a count above zero is not taken. The victim is found by CLOCK; blocks
 * of the index survive more rounds than data.
 *
 * <p>A reader that finds no frame free, because those that were taken are all still being looked
 * at, does not wait, since it may itself be the one: it reads the block for itself.
 */
final class BlockCache implements AutoCloseable {
  static final int NONE = FramePool.NONE;

  private static final int EVICT_FRAMES = 64;

  // More than an eviction leaves: what others had to leave is no room for blocks on suspicion.
  private static final int FREE_FOR_RUN = 2 * EVICT_FRAMES;

  private final Epochs epochs;
  private final FramePool frames;
  private final BlockLoader loader;
  private final LoneBlocks loneBlocks;

  private final FrameOwners owners;
  private final int[] contentBytes; // By frame.

  // Held by whoever takes frames from their slots.
  private final ReentrantLock lock = new ReentrantLock();
  private int hand; // Guarded by the lock.

  // Frames that were evicted and that somebody may still be looking at.
  private final AtomicInteger leavingCount = new AtomicInteger();
  private final AtomicInteger leavingSlabs = new AtomicInteger(); // Likewise.

  private final CacheCounts counts = new CacheCounts();

  /**
   * Makes a cache that has no memory yet.
   *
   * @param budget what its memory counts against
   * @param epochs tells when a frame may be used again
   * @param background takes memory ahead of the need
   * @param blockBytes the longest content that it takes
   * @param limitBytes the most memory it takes
   */
  BlockCache(
      MemoryBudget budget, Epochs epochs, Executor background, int blockBytes, long limitBytes) {
    this.epochs = epochs;
    this.frames = new FramePool(budget, background, blockBytes, limitBytes);
    this.loader = new BlockLoader(budget, frames, limitBytes);
    this.loneBlocks = new LoneBlocks(budget, this);
    this.owners = new FrameOwners(frames.endFrame());
    this.contentBytes = new int[frames.endFrame()];
  }

  /** A frame's memory, read-only. */
  MemorySegment memory(int frame) {
    return frames.readableMemory(frame);
  }

  /** Where a frame's content begins in its memory. */
  long contentAt(int frame) {
    return frames.contentAt(frame);
  }

  /** How long a frame's content is; told apart from the content, which may be in no cache. */
  int contentBytes(int frame) {
    return contentBytes[frame];
  }

  /** Memory for what has no place here. */
  LoneBlocks loneBlocks() {
    return loneBlocks;
  }

  /** The longest block, header included, that fits in a frame. */
  int largestBlockBytes() {
    return loader.largestBlockBytes();
  }

  /** The frame that has a block, or {@link #NONE}. The caller is pinned. */
  int find(int[] slots, int index, byte kind) {
    int frame = owners.find(slots, index);
    if (frame != NONE) {
      owners.touch(frame, kind);
    }
    return frame;
  }

  /** Whether a block is here; looks without a trace. */
  boolean has(int[] slots, int index) {
    return owners.find(slots, index) != NONE;
  }

  CacheCounts counts() {
    return counts;
  }

  /**
   * Reads a block into a frame, and makes it known by its slot. The caller is pinned.
   *
   * @return the frame, or {@link #NONE} if there is none to be had or the block does not fit in one
   */
  int load(TableFile file, int[] slots, int index, byte kind, long position, int totalBytes) {
    counts.addMiss(kind);
    int frame = takeFrame();
    if (frame == NONE) {
      return NONE;
    }
    boolean loaded = false;
    try {
      loaded = loader.load(frame, file, kind, position, totalBytes);
    } finally {
      if (!loaded) {
        frames.giveBack(frame);
      }
    }
    return loaded ? show(frame, slots, index, kind) : NONE;
  }

  /**
   * How many bytes of data blocks it is worth to read at once: those behind a block that is wanted
   * are likely to be wanted too, and cost little more. But they take the place of none that is
   * here, so it is 0 unless frames are free.
   */
  int runBytes() {
    return frames.isShortOf(FREE_FOR_RUN) ? 0 : loader.runBytes();
  }

  /**
   * Reads data blocks into frames, likewise.
   *
   * @param first the slot of the first
   * @param run of {@link #runBytes} at most
   * @return the frame of the first, or {@link #NONE} if it must be read by itself
   */
  int loadRun(TableFile file, int[] slots, int first, BlockRun run) {
    int[] found = {NONE};
    boolean _ =
        loader.loadRun(
            file,
            run,
            new BlockLoader.Destination() {
              @Override
              public int frameFor(int i) {
                return frames.take();
              }

              @Override
              public void take(int i, int frame) {
                int shown = show(frame, slots, first + i, TableFormat.DATA);
                if (i == 0) {
                  found[0] = shown;
                }
              }
            });
    if (found[0] != NONE) {
      counts.addMiss(TableFormat.DATA);
    }
    return found[0];
  }

  /** Makes a frame known by its slot; returns the frame that the slot leads to, or NONE. */
  private int show(int frame, int[] slots, int index, byte kind) {
    contentBytes[frame] =
        TableFile.contentBytes(memory(frame), contentAt(frame) - TableFormat.HEADER_BYTES);
    if (owners.show(frame, slots, index, kind)) {
      return frame;
    }
    frames.giveBack(frame); // Another reader was faster.
    return owners.find(slots, index);
  }

  private int takeFrame() {
    int frame = frames.take();
    if (frame == NONE || frames.isShortOf(EVICT_FRAMES / 2)) {
      // Ahead of the need, so that the pins that protect the victims have ended by then.
      evict();
    }
    return frame;
  }

  /**
   * Takes frames from their slots, unless as many are leaving. A pin that lasts keeps them from
   * being used again, and would have all blocks evicted one after the other; and when it has ended,
   * nobody but who needs a frame may come by to free them.
   */
  private void evict() {
    int wanted = Math.min(EVICT_FRAMES, Math.max(1, frames.maxFrames() / 4));
    boolean _ = epochs.reclaim();
    if (leavingCount.get() >= wanted) {
      return;
    }
    int[] victims = new int[EVICT_FRAMES];
    int count = 0;
    lock.lock();
    try {
      long steps = (long) frames.endFrame() * FrameOwners.MOST_ROUNDS;
      while (count < wanted && steps-- > 0) {
        int frame = hand;
        hand = hand + 1 == frames.endFrame() ? 0 : hand + 1;
        if (owners.tryTakeAfterRound(frame)) {
          victims[count++] = frame;
        }
      }
    } finally {
      lock.unlock();
    }
    int taken = count;
    if (taken > 0) {
      leavingCount.addAndGet(taken);
      epochs.retire(() -> {
        frames.giveBack(victims, taken);
        leavingCount.addAndGet(-taken);
      });
    }
  }

  /**
   * Keeps a frame, found under the caller's pin, after the pin has ended.
   *
   * @return false if the frame is being taken, so that it lasts only as long as the pin
   */
  boolean hold(int frame) {
    return owners.hold(frame);
  }

  void endHold(int frame) {
    owners.endHold(frame);
  }

  /** Frees the frames of a table that nobody reads any more. */
  void drop(int[] slots) {
    for (int i = 0; i < slots.length; i++) {
      if (has(slots, i)) {
        lock.lock();
        try {
          int frame = owners.find(slots, i); // Unless the hand has taken it meanwhile.
          if (frame != NONE && owners.tryTake(frame)) {
            frames.giveBack(frame);
          }
        } finally {
          lock.unlock();
        }
      }
    }
  }

  /**
   * Gives some memory back to the budget once nobody reads it.
   *
   * @return false if there is none, or cursors stand on all of it
   */
  boolean shrink() {
    for (int slab = frames.slabCount() - 1; slab >= 0; slab--) {
      if (frames.hasSlab(slab) && tryTakeSlab(slab)) {
        int emptied = slab;
        leavingSlabs.incrementAndGet();
        epochs.retire(() -> {
          frames.free(emptied);
          leavingSlabs.decrementAndGet();
        });
        return true;
      }
    }
    return loader.shrink();
  }

  /** Bytes that were given up and that somebody may still be looking at. */
  long leavingBytes() {
    return (long) leavingSlabs.get() * frames.slabBytes();
  }

  private boolean tryTakeSlab(int slab) {
    int first = frames.firstFrame(slab);
    int end = frames.endFrame(slab);
    int[] victims = new int[end - first];
    int count = 0;
    lock.lock();
    try {
      for (int frame = first; frame < end; frame++) {
        if (owners.tryTake(frame)) {
          victims[count++] = frame;
        }
      }
      if (frames.tryReserve(slab, count)) {
        return true;
      }
    } finally {
      lock.unlock();
    }
    int taken = count;
    if (taken > 0) {
      epochs.retire(() -> frames.giveBack(victims, taken));
    }
    return false;
  }

  /** Frees all memory. Nobody reads any more. */
  @Override
  public void close() {
    Closing.runAll(List.of(loneBlocks::close, loader::close, frames::close));
  }
}
