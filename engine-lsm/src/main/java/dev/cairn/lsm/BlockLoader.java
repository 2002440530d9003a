package dev.cairn.lsm;

import dev.cairn.CorruptionException;
import dev.cairn.StoreIOException;
import dev.cairn.internal.memory.Block;
import dev.cairn.internal.memory.MemoryBudget;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Reads blocks of tables into frames, restored and checked.
 *
 * <p>A call that reads costs more than to copy and check a block, so blocks near each other can be
 * read by one call. That needs memory to read into, which one thread at a time may use; whoever
 * comes meanwhile reads a single block.
 */
final class BlockLoader implements AutoCloseable {
  private static final int MAX_RUN_BYTES = 64 << 10;
  private static final int RUNS_IN_CACHE = 64;

  private final MemoryBudget budget;
  private final FramePool frames;
  private final int runBytes;
  private final ReentrantLock runLock = new ReentrantLock();

  // Guarded by the lock; taken when a run needs it.
  private @Nullable Block run;
  private boolean closed;

  /**
   * Makes a loader that has no memory yet.
   *
   * @param limitBytes the most memory that the cache takes
   */
  BlockLoader(MemoryBudget budget, FramePool frames, long limitBytes) {
    this.budget = budget;
    this.frames = frames;
    this.runBytes = (int) Math.min(limitBytes / RUNS_IN_CACHE, MAX_RUN_BYTES);
  }

  /** The longest block, header included, that fits in a frame. */
  int largestBlockBytes() {
    return TableFormat.HEADER_BYTES + frames.contentBytes();
  }

  /** How many bytes of blocks may be read at once. */
  int runBytes() {
    return runBytes;
  }

  /** Where a run goes, one block after the other. */
  interface Destination {
    /**
     * Provides for a block of the run.
     *
     * @return the frame for it, or {@link FramePool#NONE} to leave it and all behind it out
     */
    int frameFor(int i);

    /** Takes a frame with its block; what it does not take stays the loader's. */
    void take(int i, int frame);
  }

  /**
   * Reads a block into a frame.
   *
   * @return false if its restored content is longer than a frame
   * @throws CorruptionException if it is damaged
   */
  boolean load(int frame, TableFile file, byte kind, long position, int totalBytes) {
    file.read(kind, position, totalBytes, frames.memory(frame), headerAt(frame));
    return restored(frame, file, kind, position);
  }

  private long headerAt(int frame) {
    return frames.contentAt(frame) - TableFormat.HEADER_BYTES;
  }

  /**
   * Reads data blocks. One that is damaged, and all behind it, are left out: whoever wants that one
   * reads it by itself, and is told.
   *
   * @param blocks none longer than {@link #largestBlockBytes}, and {@link #runBytes} at most
   * @return false if nothing was read: the memory is in use, or there is none, or it cannot be read
   */
  boolean loadRun(TableFile file, BlockRun blocks, Destination destination) {
    if (!runLock.tryLock()) {
      return false;
    }
    try {
      MemorySegment memory = runMemory();
      if (memory == null) {
        return false;
      }
      int read;
      try {
        read = file.readUnchecked(blocks.position(), memory, 0, blocks.bytes());
      } catch (StoreIOException unreadable) {
        return false; // The wanted block itself may be readable.
      }
      for (int i = 0; i < blocks.count(); i++) {
        if (blocks.offsets()[i] + blocks.totalBytes()[i] > read
            || !placed(file, blocks, i, memory, destination)) {
          break;
        }
      }
      return true;
    } finally {
      runLock.unlock();
    }
  }

  private @Nullable MemorySegment runMemory() {
    Block block = run;
    if (block == null && !closed) {
      block = Block.tryAllocate(budget, runBytes);
      run = block;
    }
    return block == null ? null : block.memory();
  }

  private boolean placed(
      TableFile file, BlockRun blocks, int i, MemorySegment source, Destination destination) {
    int frame = destination.frameFor(i);
    if (frame == FramePool.NONE) {
      return false;
    }
    long position = blocks.position() + blocks.offsets()[i];
    int totalBytes = blocks.totalBytes()[i];
    assert totalBytes <= largestBlockBytes() : "a block that does not fit";
    boolean sound = false;
    try {
      MemorySegment.copy(
          source, blocks.offsets()[i], frames.memory(frame), headerAt(frame), totalBytes);
      file.requireChecksum(
          TableFormat.DATA, position, totalBytes, frames.memory(frame), headerAt(frame));
      sound = restored(frame, file, TableFormat.DATA, position);
    } catch (CorruptionException damaged) {
      return false;
    } finally {
      if (!sound) {
        frames.giveBack(frame);
      }
    }
    if (sound) {
      destination.take(i, frame);
    }
    return sound;
  }

  /** Restores a block in its frame, if it is compressed; false if there is no room for it. */
  private boolean restored(int frame, TableFile file, byte kind, long position) {
    MemorySegment memory = frames.memory(frame);
    long headerAt = headerAt(frame);
    if (TableFile.isCompressed(memory, headerAt)) {
      // A table may have been written with longer blocks than the cache was made for.
      if (TableFile.contentBytes(memory, headerAt) > frames.contentBytes()) {
        return false;
      }
      restore(file, position, memory, headerAt);
    }
    file.requireSound(kind, position, memory, headerAt);
    return true;
  }

  private void restore(TableFile file, long position, MemorySegment memory, long headerAt) {
    int scratch = frames.take();
    if (scratch == FramePool.NONE) {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment own = arena.allocate(largestBlockBytes());
        file.restore(position, memory, headerAt, own, 0);
      }
      return;
    }
    try {
      file.restore(position, memory, headerAt, frames.memory(scratch), frames.contentAt(scratch));
    } finally {
      frames.giveBack(scratch);
    }
  }

  /**
   * Gives the memory back until the next run.
   *
   * @return whether there was any
   */
  boolean shrink() {
    runLock.lock();
    try {
      Block block = run;
      if (block == null) {
        return false;
      }
      run = null;
      block.close();
      return true;
    } finally {
      runLock.unlock();
    }
  }

  /** Gives the memory back for good. */
  @Override
  public void close() {
    runLock.lock();
    try {
      closed = true;
      boolean _ = shrink();
    } finally {
      runLock.unlock();
    }
  }
}
