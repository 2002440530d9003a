package dev.cairn.bptree;

import dev.cairn.MemoryBudgetException;
import dev.cairn.internal.memory.Block;
import dev.cairn.internal.memory.Epochs;
import dev.cairn.internal.memory.MemoryBudget;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A store's budget, and who has which part of it: the log, the pages, and what writes them. */
final class StoreMemory implements AutoCloseable {
  // Large enough for huge pages, and small enough that clearing one holds nobody up.
  private static final long MAX_CHUNK_BYTES = 2 << 20;
  private static final int CHUNKS_AT_LEAST = 8;
  private static final int MIN_STAGING_PAGES = 4;
  private static final int MAX_STAGING_PAGES = 64;
  private static final int STAGING_DIVISOR = 64;

  private final PageShape shape;
  private final long limitBytes;
  private final MemoryBudget logBudget;
  private final MemoryBudget pageBudget;
  private final List<Block> blocks = new ArrayList<>();
  private final MemorySegment scratch;
  private final MemorySegment staging;
  private @Nullable FramePool pool;

  StoreMemory(long budgetBytes, PageShape shape) {
    this.shape = shape;
    this.limitBytes = budgetBytes;
    this.logBudget = new MemoryBudget(budgetBytes / BPlusTreeOptions.LOG_DIVISOR);
    this.pageBudget = new MemoryBudget(budgetBytes - logBudget.limitBytes());
    this.scratch = allocate(TreeWriter.scratchBytes(shape));
    long stagingPages =
        Math.clamp(
            budgetBytes / STAGING_DIVISOR / shape.pageBytes(),
            MIN_STAGING_PAGES,
            MAX_STAGING_PAGES);
    this.staging = allocate(stagingPages * shape.pageBytes());
  }

  private MemorySegment allocate(long bytes) {
    Block block = Block.tryAllocate(pageBudget, bytes);
    if (block == null) {
      throw new MemoryBudgetException(bytes + " bytes to work with: more than the budget has left");
    }
    blocks.add(block);
    return block.memory();
  }

  /** Makes the pool of what is left. */
  FramePool pool(@Nullable PageFile file, Epochs epochs, Executor background) {
    long left = pageBudget.limitBytes() - pageBudget.usedBytes();
    long chunkBytes =
        Math.clamp(Long.highestOneBit(left / CHUNKS_AT_LEAST), shape.pageBytes(), MAX_CHUNK_BYTES);
    int chunkPages = (int) (chunkBytes / shape.pageBytes());
    int chunks = (int) Math.min(left / chunkBytes, (1 << 28) / chunkPages);
    Frames frames = new Frames(shape.pageBytes(), chunkPages, chunks);
    FramePool made =
        new FramePool(
            frames,
            file,
            pageBudget,
            epochs,
            background,
            chunkPages,
            chunks * chunkPages,
            shape.pageBytes());
    pool = made;
    return made;
  }

  /** What the writer of the tree works with. */
  MemorySegment scratch() {
    return scratch;
  }

  /** Where pages are gathered that are written together. */
  MemorySegment staging() {
    return staging;
  }

  MemoryBudget logBudget() {
    return logBudget;
  }

  long limitBytes() {
    return limitBytes;
  }

  long pageBytes() {
    return pageBudget.usedBytes();
  }

  long usedBytes() {
    return pageBudget.usedBytes() + logBudget.usedBytes();
  }

  @Override
  public void close() {
    if (pool != null) {
      pool.close();
    }
    blocks.forEach(Block::close);
    blocks.clear();
  }
}
