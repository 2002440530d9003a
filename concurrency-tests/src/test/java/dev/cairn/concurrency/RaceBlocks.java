package dev.cairn.concurrency;

import dev.cairn.internal.memory.Block;
import dev.cairn.internal.memory.MemoryBudget;
import java.util.ArrayDeque;

/**
 * Blocks for races, of which there are millions: many are allocated together, because to free one
 * by itself stops all threads.
 */
public final class RaceBlocks {
  private static final int TOGETHER = 4096;

  private final int bytes;
  private final MemoryBudget budget = new MemoryBudget(Long.MAX_VALUE);
  private final ArrayDeque<Block> blocks = new ArrayDeque<>();

  /**
   * Makes a source.
   *
   * @param bytes how large its blocks are
   */
  public RaceBlocks(long bytes) {
    this.bytes = Math.toIntExact(bytes);
  }

  /**
   * Hands out a block.
   *
   * @return zeroed, to be closed
   */
  public synchronized Block take() {
    if (blocks.isEmpty()) {
      blocks.addAll(Block.tryAllocateTogether(budget, TOGETHER, bytes));
    }
    return blocks.remove();
  }
}
