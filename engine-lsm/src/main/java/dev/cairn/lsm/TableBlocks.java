package dev.cairn.lsm;

import static dev.cairn.lsm.TableFormat.INT;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.Arrays;

/** The blocks of an open table, found in the cache or read. Who asks for one is pinned. */
final class TableBlocks {
  private final TableFile file;
  private final BlockCache cache;
  private final TopIndex top;
  private final int[] dataSlots;
  private final int[] partitionSlots;

  TableBlocks(TableFile file, BlockCache cache, TopIndex top, int dataBlocks) {
    this.file = file;
    this.cache = cache;
    this.top = top;
    this.dataSlots = new int[dataBlocks];
    this.partitionSlots = new int[top.count()];
  }

  /** How many data blocks there are. */
  int count() {
    return dataSlots.length;
  }

  /** The frame of a partition of the index, read if need be, or {@link BlockCache#NONE}. */
  int partitionFrame(int partition, Found found) {
    int frame = cache.find(partitionSlots, partition, TableFormat.PARTITION);
    if (frame != BlockCache.NONE) {
      found.indexHits++;
      return frame;
    }
    return load(
        partitionSlots,
        partition,
        TableFormat.PARTITION,
        top.position(partition),
        top.totalBytes(partition));
  }

  private int load(int[] slots, int index, byte kind, long position, int totalBytes) {
    if (totalBytes > cache.largestBlockBytes()) {
      cache.counts().addMiss(kind);
      return BlockCache.NONE;
    }
    return cache.load(file, slots, index, kind, position, totalBytes);
  }

  /** Reads a partition for its reader alone; its content begins behind a header. */
  MemorySegment readPartitionAlone(int partition, SegmentAllocator room) {
    return file.readAlone(
        TableFormat.PARTITION, top.position(partition), top.totalBytes(partition), room);
  }

  /**
   * The frame of the data block that an entry of a partition leads to, read if need be, or {@link
   * BlockCache#NONE}.
   */
  int dataFrame(int partition, int i, BlockCursor index) {
    int block = top.firstBlock(partition) + i;
    if (block >= dataSlots.length) {
      throw file.damaged(
          top.position(partition), "partition", "no more entries than blocks", block + "");
    }
    int frame = cache.find(dataSlots, block, TableFormat.DATA);
    if (frame != BlockCache.NONE) {
      cache.counts().addDataHit();
      return frame;
    }
    return loadData(partition, i, index);
  }

  private int loadData(int partition, int i, BlockCursor index) {
    int block = top.firstBlock(partition) + i;
    index.load(i);
    long position = position(partition, index);
    int totalBytes = totalBytes(index);
    int mostBytes = cache.runBytes();
    if (mostBytes > 2 * totalBytes && totalBytes <= cache.largestBlockBytes()) {
      int frame = cache.loadRun(file, dataSlots, block, run(partition, i, index, mostBytes));
      if (frame != BlockCache.NONE) {
        return frame;
      }
    }
    return load(dataSlots, block, TableFormat.DATA, position, totalBytes);
  }

  /** The block at which the index stands, and those behind it that it is worth to read with it. */
  private BlockRun run(int partition, int i, BlockCursor index, int mostBytes) {
    int most = Math.min(index.count() - i, dataSlots.length - top.firstBlock(partition) - i);
    int[] offsets = new int[most];
    int[] totalBytes = new int[most];
    long position = position(partition, index);
    totalBytes[0] = totalBytes(index);
    int count = 1;
    for (; count < most; count++) {
      index.load(i + count);
      long offset = position(partition, index) - position;
      int bytes = totalBytes(index);
      if (offset < offsets[count - 1] + totalBytes[count - 1]
          || offset + bytes > mostBytes
          || bytes > cache.largestBlockBytes()
          || cache.has(dataSlots, top.firstBlock(partition) + i + count)) {
        break;
      }
      offsets[count] = (int) offset;
      totalBytes[count] = bytes;
    }
    return new BlockRun(position, Arrays.copyOf(offsets, count), Arrays.copyOf(totalBytes, count));
  }

  /** Reads a data block for its reader alone; its content begins behind a header. */
  MemorySegment readDataAlone(int partition, int i, BlockCursor index, SegmentAllocator room) {
    index.load(i);
    return file.readAlone(TableFormat.DATA, position(partition, index), totalBytes(index), room);
  }

  private static int totalBytes(BlockCursor index) {
    return index.memory().get(INT, index.valueOffset() + TableFormat.HANDLE_BYTES_OFFSET);
  }

  private long position(int partition, BlockCursor index) {
    return top.basePosition(partition)
        + Integer.toUnsignedLong(
            index.memory().get(INT, index.valueOffset() + TableFormat.HANDLE_POSITION_OFFSET));
  }

  /** Frees the frames. Nobody reads the table any more. */
  void drop() {
    cache.drop(dataSlots);
    cache.drop(partitionSlots);
  }
}
