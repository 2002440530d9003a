package dev.cairn.lsm;

import static dev.cairn.lsm.TableFormat.BYTE;
import static dev.cairn.lsm.TableFormat.INT;
import static dev.cairn.lsm.TableFormat.LONG;
import static dev.cairn.lsm.TableFormat.SHORT;

import dev.cairn.Limits;
import dev.cairn.internal.simd.SplitBlockBloom;
import java.lang.foreign.MemorySegment;

/**
 * What must hold of the content of a block before anything follows its offsets, whoever made its
 * checksum. It lies among others in one memory, so an offset that leads outside would read those.
 * Looked at once, when the block is read.
 */
final class BlockCheck {
  private BlockCheck() {}

  /** Whether a content is one that a block of entries can have. */
  static boolean isBlock(MemorySegment memory, long base, int contentBytes) {
    if (contentBytes < BlockFormat.TRAILER_BYTES) {
      return false;
    }
    long end = base + contentBytes - BlockFormat.TRAILER_BYTES;
    int count = Short.toUnsignedInt(memory.get(SHORT, end));
    int prefixBytes = Short.toUnsignedInt(memory.get(SHORT, end + BlockFormat.COUNT_BYTES));
    long offsetsAt = end - (long) count * Short.BYTES;
    long headsAt = offsetsAt - (long) count * BlockFormat.HEAD_KEY_BYTES;
    long entriesEnd = headsAt - prefixBytes;
    if (count == 0 || entriesEnd < base) {
      return false;
    }
    int before = 0;
    for (int i = 0; i < count; i++) {
      int head = memory.get(INT, headsAt + (long) i * BlockFormat.HEAD_KEY_BYTES);
      int offset = Short.toUnsignedInt(memory.get(SHORT, offsetsAt + (long) i * Short.BYTES));
      if (Integer.compareUnsigned(before, head) > 0
          || !isEntry(memory, base + offset, entriesEnd, prefixBytes)) {
        return false;
      }
      before = head;
    }
    return true;
  }

  /** Whether an entry ends with the others, and its key is none that is too long. */
  private static boolean isEntry(MemorySegment memory, long at, long end, int prefixBytes) {
    long suffixAt = at + BlockFormat.CONTROL_BYTES;
    if (suffixAt > end) {
      return false;
    }
    int control = memory.get(BYTE, at);
    int suffixWidth = 1 + ((control >>> BlockFormat.SUFFIX_WIDTH_SHIFT) & 1);
    int valueWidth =
        BlockFormat.valueWidth(
            (control >>> BlockFormat.VALUE_WIDTH_SHIFT) & BlockFormat.VALUE_WIDTH_MASK);
    long valueBytesAt = suffixAt + suffixWidth;
    long restAt = valueBytesAt + valueWidth + (control & BlockFormat.SEQUENCE_WIDTH_MASK);
    if (restAt > end) {
      return false;
    }
    int suffixBytes =
        suffixWidth == 1
            ? Byte.toUnsignedInt(memory.get(BYTE, suffixAt))
            : Short.toUnsignedInt(memory.get(SHORT, suffixAt));
    // Behind the entries there is more than the widest number.
    long valueBytes = memory.get(LONG, valueBytesAt) & ((1L << (valueWidth * Byte.SIZE)) - 1);
    return restAt + Math.max(0, suffixBytes - BlockFormat.HEAD_KEY_BYTES) + valueBytes <= end
        && prefixBytes + suffixBytes <= Limits.MAX_KEY_BYTES;
  }

  /** Whether a content is one that a partition of a table's index can have. */
  static boolean isPartition(MemorySegment memory, long base, int contentBytes) {
    if (contentBytes < TableFormat.FILTER_BLOCKS_BYTES) {
      return false;
    }
    int filterBlocks = PartitionFormat.filterBlocks(memory, base, contentBytes);
    if (filterBlocks < 0 || filterBlocks > contentBytes / SplitBlockBloom.BLOCK_BYTES) {
      return false;
    }
    int filterBytes = filterBlocks * SplitBlockBloom.BLOCK_BYTES;
    int blockBytes = contentBytes - filterBytes - TableFormat.FILTER_BLOCKS_BYTES;
    return isBlock(memory, base + filterBytes, blockBytes)
        && hasHandles(memory, base + filterBytes, blockBytes);
  }

  /** Whether all entries lead to blocks, which begin with a header. */
  private static boolean hasHandles(MemorySegment memory, long base, int blockBytes) {
    BlockCursor index = new BlockCursor();
    index.open(memory, base, blockBytes, 0);
    for (int i = 0; i < index.count(); i++) {
      index.load(i);
      if (index.valueBytes() != TableFormat.HANDLE_BYTES
          || memory.get(INT, index.valueOffset() + TableFormat.HANDLE_BYTES_OFFSET)
              < TableFormat.HEADER_BYTES) {
        return false;
      }
    }
    return true;
  }
}
