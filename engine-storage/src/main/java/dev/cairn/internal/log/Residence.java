package dev.cairn.internal.log;

import dev.cairn.internal.memory.Block;
import java.lang.foreign.MemorySegment;

/**
 * A segment's bytes in memory, for as long as they are there. A segment that leaves memory and
 * comes back gets a new residence, so a reader that finds the same object before and after has read
 * sound bytes.
 */
public final class Residence {
  private final Block block;
  private final MemorySegment memory;

  Residence(Block block) {
    this.block = block;
    this.memory = block.memory();
  }

  /**
   * The segment's bytes from its header to its end.
   *
   * @return the memory
   */
  public MemorySegment memory() {
    return memory;
  }

  Block block() {
    return block;
  }
}
