package dev.cairn.lsm;

import dev.cairn.MemoryBudgetException;
import dev.cairn.internal.memory.Block;
import dev.cairn.internal.memory.MemoryBudget;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Memory of one flush or compaction: what it writes is collected here before it goes to a file, and
 * each table that it reads is read through a piece of it.
 */
final class Workspace implements AutoCloseable {
  private final Block block;
  private final int outputBytes;
  private final int scratchBytes;
  private final int inputBytes;
  private final int inputs;

  private Workspace(Block block, int outputBytes, int scratchBytes, int inputBytes, int inputs) {
    this.block = block;
    this.outputBytes = outputBytes;
    this.scratchBytes = scratchBytes;
    this.inputBytes = inputBytes;
    this.inputs = inputs;
  }

  /**
   * Takes memory.
   *
   * @param budget from where
   * @param blockBytes how long blocks are
   * @param transferBytes how much is read or written at a time, if there is memory for it
   * @param inputs how many tables are read at a time
   * @throws MemoryBudgetException if there is too little left
   */
  static Workspace take(MemoryBudget budget, int blockBytes, int transferBytes, int inputs) {
    for (int bytes = transferBytes; ; bytes /= 2) {
      Workspace workspace = tryTake(budget, blockBytes, bytes, inputs);
      if (workspace != null) {
        return workspace;
      }
      if (bytes < blockBytes) {
        throw new MemoryBudgetException(
            "reading or writing "
                + inputs
                + " tables: "
                + budget.usedBytes()
                + " of the budget's "
                + budget.limitBytes()
                + " bytes are in use");
      }
    }
  }

  private static @Nullable Workspace tryTake(
      MemoryBudget budget, int blockBytes, int transferBytes, int inputs) {
    int scratchBytes = blockBytes + Long.BYTES;
    int inputBytes = transferBytes + 2 * (blockBytes + TableFormat.HEADER_BYTES) + 2 * Long.BYTES;
    int outputBytes = Math.max(transferBytes, 2 * (blockBytes + TableFormat.HEADER_BYTES));
    Block block =
        Block.tryAllocate(budget, outputBytes + scratchBytes + (long) inputs * inputBytes);
    return block == null
        ? null
        : new Workspace(block, outputBytes, scratchBytes, inputBytes, inputs);
  }

  MemorySegment output() {
    return block.memory().asSlice(0, outputBytes);
  }

  MemorySegment scratch() {
    return block.memory().asSlice(outputBytes, scratchBytes);
  }

  MemorySegment input(int i) {
    assert i < inputs;
    return block.memory().asSlice(outputBytes + scratchBytes + (long) i * inputBytes, inputBytes);
  }

  @Override
  public void close() {
    block.close();
  }
}
