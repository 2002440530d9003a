package dev.cairn.lsm;

import dev.cairn.MemoryBudgetException;
import dev.cairn.internal.memory.Block;
import dev.cairn.internal.memory.MemoryBudget;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Memory for the nodes of one memtable: pieces are taken in order and freed all at once. One thread
 * takes; a reader that got a node's reference from a released word sees the piece that has it.
 *
 * <p>A reference counts units of 8 bytes from 1 on; 0 is no node.
 */
final class NodeArena implements AutoCloseable {
  static final int UNIT_BYTES = 8;

  private static final int INITIAL_CHUNKS = 64;

  private final MemoryBudget budget;
  private final int chunkShift;
  private final int chunkUnits;
  // Replaced by a longer one.
  private volatile @Nullable MemorySegment[] chunks = new MemorySegment[INITIAL_CHUNKS];
  private final List<Block> blocks = new ArrayList<>();
  private int nextUnit = 1;
  private int endUnit;

  /**
   * Makes an arena without memory.
   *
   * @param chunkBytes how much is taken at a time, a power of two
   */
  NodeArena(MemoryBudget budget, int chunkBytes) {
    this.budget = budget;
    this.chunkUnits = chunkBytes / UNIT_BYTES;
    this.chunkShift = Integer.numberOfTrailingZeros(chunkUnits);
  }

  /**
   * Makes sure that so many nodes of a size can be taken.
   *
   * @throws MemoryBudgetException if there is not so much memory; nothing is taken then
   */
  void reserve(int nodes, int nodeBytes) {
    int nodeUnits = (nodeBytes + UNIT_BYTES - 1) / UNIT_BYTES;
    int missing = 0;
    while (room(nodeUnits, endUnit + (long) missing * chunkUnits) < nodes) {
      missing++;
    }
    if (missing > 0) {
      addChunks(missing);
    }
  }

  /** How many nodes of so many units fit at least before a unit; none lies in two chunks. */
  private long room(int nodeUnits, long end) {
    int chunkEnd = chunkEnd(nextUnit);
    if (chunkEnd > end) {
      return 0;
    }
    long wholeChunks = (end - chunkEnd) / chunkUnits;
    return ((long) chunkEnd - nextUnit) / nodeUnits + wholeChunks * (chunkUnits / nodeUnits);
  }

  private int chunkEnd(int unit) {
    return (unit | (chunkUnits - 1)) + 1;
  }

  /** All or none: what a write that is refused took would be lacking to those that are not. */
  private void addChunks(int count) {
    List<Block> added = Block.tryAllocateTogether(budget, count, (long) chunkUnits * UNIT_BYTES);
    if (added.isEmpty()) {
      throw new MemoryBudgetException(
          "memtable: "
              + budget.usedBytes()
              + " of the budget's "
              + budget.limitBytes()
              + " bytes are in use");
    }
    added.forEach(this::add);
  }

  private void add(Block block) {
    if (blocks.size() == chunks.length) {
      chunks = Arrays.copyOf(chunks, chunks.length * 2);
    }
    chunks[blocks.size()] = block.memory();
    blocks.add(block);
    endUnit += chunkUnits;
  }

  /** Takes memory for a node, which has been reserved. */
  int take(int bytes) {
    int units = (bytes + UNIT_BYTES - 1) / UNIT_BYTES;
    int first = nextUnit;
    int chunkEnd = chunkEnd(first);
    if (first + units > chunkEnd) {
      first = chunkEnd;
    }
    assert first + units <= endUnit : "not reserved";
    nextUnit = first + units;
    return first;
  }

  /** Where the next node begins, if it lies in the same chunk, or the chunk has no room for it. */
  int after(int reference, int bytes, int leastBytes) {
    int next = reference + (bytes + UNIT_BYTES - 1) / UNIT_BYTES;
    int end = chunkEnd(next); // Of the next chunk, if the node ends its own.
    return (end - next) * UNIT_BYTES < leastBytes ? end : next;
  }

  /** Where the next chunk begins. */
  int nextChunk(int reference) {
    return chunkEnd(reference);
  }

  /** The memory that a node lies in. */
  MemorySegment memory(int reference) {
    MemorySegment memory = chunks[reference >>> chunkShift];
    if (memory == null) {
      throw new IllegalStateException("the memtable is closed");
    }
    return memory;
  }

  long offset(int reference) {
    return (long) (reference & (chunkUnits - 1)) * UNIT_BYTES;
  }

  long bytes() {
    return (long) nextUnit * UNIT_BYTES;
  }

  @Override
  public void close() {
    blocks.forEach(Block::close);
    blocks.clear();
  }
}
