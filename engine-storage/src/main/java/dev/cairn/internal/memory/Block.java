package dev.cairn.internal.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A piece of zeroed native memory that counts against a budget until it is closed.
 *
 * <p>Any thread may use it. Whoever closes it has made sure that nobody relies on it any more; an
 * access that comes too late throws {@link IllegalStateException} and harms nothing.
 */
public final class Block implements AutoCloseable {
  private final Allocation allocation;
  private final MemorySegment memory;

  private Block(Allocation allocation, MemorySegment memory) {
    this.allocation = allocation;
    this.memory = memory;
  }

  /** What was allocated at once, and how many blocks of it are open. */
  private record Allocation(
      MemoryBudget budget, Arena arena, long bytes, AtomicInteger openBlocks) {}

  /**
   * Links the native calls that large blocks need. The first large block does so otherwise, and
   * waits a tenth of a second for it.
   */
  public static void link() {
    var _ = HugePages.areThere();
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
      MemorySegment huge =
          bytes < HugePages.HUGE_PAGE_BYTES ? null : HugePages.tryAllocate(arena, bytes);
      return new Block(
          new Allocation(budget, arena, bytes, new AtomicInteger(1)),
          huge != null ? huge : arena.allocate(bytes, CacheLines.BYTES));
    } catch (Throwable failure) {
      arena.close();
      budget.release(bytes);
      throw failure;
    }
  }

  /**
   * Allocates small blocks together. It costs what one costs, which for memory that several threads
   * use is tens of microseconds; their memory is freed when the last of them is closed.
   *
   * @param budget what the blocks count against
   * @param count how many
   * @param bytes the size of each
   * @return the blocks, or an empty list if the budget has not as many bytes left
   */
  public static List<Block> tryAllocateTogether(MemoryBudget budget, int count, long bytes) {
    long stride = (bytes + CacheLines.BYTES - 1) & -CacheLines.BYTES;
    Block whole = tryAllocate(budget, count * stride);
    if (whole == null) {
      return List.of();
    }
    whole.allocation.openBlocks.set(count);
    return IntStream.range(0, count)
        .mapToObj(i -> new Block(whole.allocation, whole.memory.asSlice(i * stride, bytes)))
        .toList();
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
    int left = allocation.openBlocks.decrementAndGet();
    if (left < 0) {
      throw new IllegalStateException("the block is closed already");
    }
    if (left == 0) {
      allocation.arena.close();
      allocation.budget.release(allocation.bytes);
    }
  }
}
