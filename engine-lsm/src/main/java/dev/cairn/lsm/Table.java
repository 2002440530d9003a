package dev.cairn.lsm;

import dev.cairn.CorruptionException;
import dev.cairn.internal.simd.SplitBlockBloom;
import dev.cairn.internal.vfs.Vfs;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An open table: finds entries in its blocks, which come through the cache.
 *
 * <p>Counts the versions that have it; when the last has gone, so has every reader, and the file is
 * deleted.
 */
final class Table {
  private static final int UNKNOWN = -1;

  private final TableEntry entry;
  private final TableFile file;
  private final Compression compression;
  private final BlockCache cache;
  private final TopIndex top;
  private final RangeTombstones tombstones;
  private final TableProperties properties;
  private final TableBlocks blocks;

  // How long the filter of each partition is, once somebody has looked: to look again would cost a
  // cache miss. All who write write the same.
  private final int[] filterBlocks;

  private final AtomicInteger versions = new AtomicInteger();

  private Table(
      TableEntry entry,
      TableFile file,
      Compression compression,
      BlockCache cache,
      TopIndex top,
      RangeTombstones tombstones,
      TableProperties properties) {
    this.entry = entry;
    this.file = file;
    this.compression = compression;
    this.cache = cache;
    this.top = top;
    this.tombstones = tombstones;
    this.properties = properties;
    this.blocks = new TableBlocks(file, cache, top, Math.toIntExact(properties.dataBlocks()));
    this.filterBlocks = new int[top.count()];
    Arrays.fill(filterBlocks, UNKNOWN);
  }

  /**
   * Opens a table.
   *
   * @throws CorruptionException if it is not what the manifest says
   * @throws dev.cairn.IncompatibleFormatException if it is of a newer format, or compressed with
   *     what no module here has
   */
  static Table open(Vfs files, BlockCache cache, long storeSeed, TableEntry entry) {
    TableFile file = TableFile.open(files, storeSeed, entry.id());
    try (Arena arena = Arena.ofConfined()) {
      if (file.size() != entry.fileBytes()) {
        throw file.damaged(0, "table", entry.fileBytes() + " bytes", file.size() + "");
      }
      TableFile.Footer footer = file.readFooter(files);
      TableProperties properties =
          TableProperties.read(
              file.readContent(TableFormat.PROPERTIES, footer.properties(), arena), 0);
      TopIndex top =
          TopIndex.read(file.readContent(TableFormat.TOP_INDEX, footer.topIndex(), arena));
      RangeTombstones tombstones =
          footer.tombstones() == TableFormat.NO_BLOCK
              ? RangeTombstones.NONE
              : TombstonesBlock.read(
                  file.readContent(TableFormat.TOMBSTONES, footer.tombstones(), arena));
      if (properties.entries() != entry.entries()
          || properties.partitions() != top.count()
          || properties.dataBlocks() < 0
          || properties.dataBlocks() > file.size() / TableFormat.HEADER_BYTES
          || !top.fits(file.size(), properties.dataBlocks())) {
        throw file.damaged(
            footer.properties(), "properties", entry.toString(), properties.toString());
      }
      return new Table(entry, file, footer.compression(), cache, top, tombstones, properties);
    } catch (IndexOutOfBoundsException | IllegalArgumentException | ArithmeticException e) {
      file.close();
      throw file.damaged(0, "table", "parts that fit", String.valueOf(e.getMessage()));
    } catch (RuntimeException | Error failure) {
      file.close();
      throw failure;
    }
  }

  TableEntry entry() {
    return entry;
  }

  TableFile file() {
    return file;
  }

  /** What it was written with; blocks that this made no shorter are as they were. */
  Compression compression() {
    return compression;
  }

  RangeTombstones tombstones() {
    return tombstones;
  }

  TableProperties properties() {
    return properties;
  }

  /** The sequence that the stored sequence 1 means. */
  long baseSequence() {
    return properties.baseSequence() == TableEntry.SEQUENCE_OF_TABLE
        ? entry.newestSequence()
        : properties.baseSequence();
  }

  TopIndex top() {
    return top;
  }

  BlockCache cache() {
    return cache;
  }

  TableBlocks blocks() {
    return blocks;
  }

  int blockCount() {
    return blocks.count();
  }

  /**
   * Finds the newest entry of a key that is older than a sequence. The caller is pinned.
   *
   * @param hash the key's hash, for the filter
   * @return whether there is one
   */
  boolean find(byte[] key, long hash, long before, Found found) {
    int partition = top.find(key, key.length);
    if (partition == top.count() || !mayContain(partition, hash, found)) {
      return false;
    }
    found.passedInVain++; // Unless something is found.
    int i = found.partition.lowerBound(key, key.length);
    for (; ; ) {
      if (i == found.partition.count()) {
        // The versions of a key may go on in the next partition.
        if (++partition == top.count()) {
          return false;
        }
        openPartition(partition, found.partition, found);
        i = 0;
      }
      openBlock(partition, i, found.partition, found.data, found);
      BlockCursor data = found.data;
      int first = data.lowerBound(key, key.length);
      int at = first;
      for (; at < data.count() && data.isSought(at, key, key.length); at++) {
        if (data.sequence() < before) {
          found.passedInVain--;
          found.sequence = data.sequence();
          found.delete = data.isDelete();
          found.memory = data.memory();
          found.valueOffset = data.valueOffset();
          found.valueBytes = data.valueBytes();
          return true;
        }
      }
      if (at < data.count() || at == first) {
        return false;
      }
      i++; // All versions of the key that are here are too new.
    }
  }

  private boolean mayContain(int partition, long hash, Found found) {
    int contentBytes = openPartitionContent(partition, found);
    MemorySegment memory = found.memory;
    long contentAt = found.valueOffset;
    int blocks = filterBlocks[partition];
    if (blocks == UNKNOWN) {
      blocks = PartitionFormat.filterBlocks(memory, contentAt, contentBytes);
      filterBlocks[partition] = blocks;
    }
    if (blocks > 0 && !SplitBlockBloom.mightContain(memory, contentAt, blocks, hash)) {
      found.filtered++;
      return false;
    }
    int filterBytes = blocks * SplitBlockBloom.BLOCK_BYTES;
    found.partition.open(
        memory,
        contentAt + filterBytes,
        contentBytes - filterBytes - TableFormat.FILTER_BLOCKS_BYTES,
        0);
    return true;
  }

  /** Leaves where a partition's content lies in {@code found}, and returns how long it is. */
  private int openPartitionContent(int partition, Found found) {
    int frame = blocks.partitionFrame(partition, found);
    if (frame != BlockCache.NONE) {
      found.memory = cache.memory(frame);
      found.valueOffset = cache.contentAt(frame);
      return cache.contentBytes(frame);
    }
    found.memory = blocks.readPartitionAlone(partition, found.room(cache));
    found.valueOffset = TableFormat.HEADER_BYTES;
    return TableFile.contentBytes(found.memory, 0);
  }

  /** Opens the index entries of a partition. The caller is pinned. */
  void openPartition(int partition, BlockCursor cursor, Found found) {
    int contentBytes = openPartitionContent(partition, found);
    cache.counts().addIndexHits(found.indexHits);
    found.indexHits = 0;
    int filterBytes = PartitionFormat.filterBytes(found.memory, found.valueOffset, contentBytes);
    cursor.open(
        found.memory,
        found.valueOffset + filterBytes,
        contentBytes - filterBytes - TableFormat.FILTER_BLOCKS_BYTES,
        0);
  }

  /** Opens the data block of a partition's entry. The caller is pinned. */
  private void openBlock(int partition, int i, BlockCursor index, BlockCursor data, Found found) {
    int frame = blocks.dataFrame(partition, i, index);
    if (frame != BlockCache.NONE) {
      openFrame(frame, data);
    } else {
      openAlone(blocks.readDataAlone(partition, i, index, found.room(cache)), data);
    }
  }

  /** Opens a block that was read for its reader alone. */
  void openAlone(MemorySegment block, BlockCursor data) {
    data.open(block, TableFormat.HEADER_BYTES, TableFile.contentBytes(block, 0), baseSequence());
  }

  void openFrame(int frame, BlockCursor data) {
    data.open(
        cache.memory(frame), cache.contentAt(frame), cache.contentBytes(frame), baseSequence());
  }

  void addVersion() {
    versions.incrementAndGet();
  }

  /** Returns whether no version has the table any more. */
  boolean removeVersion() {
    return versions.decrementAndGet() == 0;
  }

  /** Frees what the table has. Nobody reads it any more. */
  void close() {
    blocks.drop();
    file.close();
  }
}
