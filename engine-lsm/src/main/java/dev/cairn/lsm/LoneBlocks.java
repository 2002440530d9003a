package dev.cairn.lsm;

import dev.cairn.internal.memory.MemoryBudget;
import dev.cairn.internal.store.Closing;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Memory for blocks that a reader reads for itself: they are longer than a frame, or no frame was
 * free. It counts against the budget for as long as the reader looks at the block.
 *
 * <p>A pair that is there must be readable, however long it is and whatever else has the memory. So
 * a block that is longer than a frame takes the place of blocks in the cache; if that is not
 * enough, or the frames are still being looked at, the budget is exceeded by it for as long as it
 * is needed, and nobody else is given memory meanwhile. A block that only found no frame free is
 * read whether or not it can be counted: it would be foolish to empty frames for it.
 */
final class LoneBlocks implements AutoCloseable {
  private final MemoryBudget budget;
  private final BlockCache cache;

  // What is not given back, such as that of a cursor that its owner forgets.
  private final Set<Room> taken = ConcurrentHashMap.newKeySet();

  LoneBlocks(MemoryBudget budget, BlockCache cache) {
    this.budget = budget;
    this.cache = cache;
  }

  /** Memory for one block, for use by the thread that asks alone. */
  @SuppressWarnings("MustBeClosed") // The room closes the arena.
  Room roomOfThread() {
    return new Room(Arena.ofConfined());
  }

  /** Memory for one block, which any thread may use and give back. */
  @SuppressWarnings("MustBeClosed") // Likewise.
  Room sharedRoom() {
    return new Room(Arena.ofShared());
  }

  /** Memory for a block, and for its stored form if it is compressed, until it is closed. */
  final class Room implements SegmentAllocator, AutoCloseable {
    private final Arena arena;
    private long countedBytes;

    private Room(Arena arena) {
      this.arena = arena;
      taken.add(this);
    }

    @Override
    public MemorySegment allocate(long bytes, long alignment) {
      countedBytes += count(bytes);
      return arena.allocate(bytes, alignment);
    }

    /** Gives the memory back; nothing happens if the store has done so when it was closed. */
    @Override
    public void close() {
      if (taken.remove(this)) {
        budget.release(countedBytes);
        arena.close();
      }
    }
  }

  /** Counts memory; returns how much of it is counted. */
  private long count(long bytes) {
    if (bytes <= cache.largestBlockBytes()) {
      return budget.tryReserve(bytes) ? bytes : 0;
    }
    while (!budget.tryReserve(bytes)) {
      // Whoever asks is pinned, perhaps, so that what the cache gives up is not free yet.
      if (cache.leavingBytes() >= bytes || !cache.shrink()) {
        budget.reserve(bytes);
        break;
      }
    }
    return bytes;
  }

  /** Frees what was not given back. Nobody reads any more. */
  @Override
  public void close() {
    Closing.runAll(taken.stream().<Runnable>map(room -> room::close).toList());
  }
}
