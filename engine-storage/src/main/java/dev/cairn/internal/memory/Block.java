package dev.cairn.internal.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * A piece of zeroed native memory that counts against a budget until it is closed.
 *
 * <p>Any thread may use it. Whoever closes it has made sure that nobody relies on it any more; an
 * access that comes too late throws {@link IllegalStateException} and harms nothing.
 */
public final class Block implements AutoCloseable {
  private static final long CACHE_LINE_BYTES = 64;

  private final MemoryBudget budget;
  private final Arena arena;
  private final MemorySegment memory;

  private Block(MemoryBudget budget, Arena arena, MemorySegment memory) {
    this.budget = budget;
    this.arena = arena;
    this.memory = memory;
  }

  /**
   * Allocates a block if the budget allows it.
   *
   * @param budget what the block counts against
   * @param bytes its size
   * @return the block, or null if the budget has not as many bytes left
   */
  @SuppressWarnings("MustBeClosed") // The block closes the arena.
  public static @Nullable Block tryAllocate(MemoryBudget budget, long bytes) {
    if (!budget.tryReserve(bytes)) {
      return null;
    }
    Arena arena = Arena.ofShared();
    try {
      MemorySegment huge = HugePages.tryAllocate(arena, bytes);
      return new Block(
          budget, arena, huge != null ? huge : arena.allocate(bytes, CACHE_LINE_BYTES));
    } catch (Throwable failure) {
      arena.close();
      budget.release(bytes);
      throw failure;
    }
  }

  /**
   * The memory, aligned to a cache line.
   *
   * @return a segment of the block's size, usable until the block is closed
   */
  public MemorySegment memory() {
    return memory;
  }

  /** Frees the memory. */
  @Override
  public void close() {
    arena.close();
    budget.release(memory.byteSize());
  }
}
