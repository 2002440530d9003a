package dev.cairn.lsm;

import static dev.cairn.lsm.TableFormat.INT;

import dev.cairn.internal.simd.SplitBlockBloom;
import java.lang.foreign.MemorySegment;

/**
 * Layout of a partition's content: a filter of the keys of some data blocks, the index entries of
 * these blocks as a block of its own, and how many blocks the filter has.
 */
final class PartitionFormat {
  private PartitionFormat() {}

  static int filterBlocks(MemorySegment memory, long contentAt, int contentBytes) {
    return memory.get(INT, contentAt + contentBytes - TableFormat.FILTER_BLOCKS_BYTES);
  }

  static int filterBytes(MemorySegment memory, long contentAt, int contentBytes) {
    return contentBytes < TableFormat.FILTER_BLOCKS_BYTES
        ? -1
        : filterBlocks(memory, contentAt, contentBytes) * SplitBlockBloom.BLOCK_BYTES;
  }
}
