package dev.cairn.lsm;

import static dev.cairn.lsm.TableFormat.INT;
import static dev.cairn.lsm.TableFormat.LONG;
import static dev.cairn.lsm.TableFormat.SHORT;

import dev.cairn.internal.simd.Crc32c;
import dev.cairn.internal.simd.SplitBlockBloom;
import dev.cairn.internal.simd.Xxh3;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes a table, entry by entry in key order and of each key the newest first. One thread.
 *
 * <p>A data block is complete when the next entry does not fit; then its index entry waits for the
 * next key, because a separator lies between two keys. A partition is complete when its index
 * entries and its filter are as long as a block.
 */
final class TableWriter {
  /** A partition as the top index has it. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Partition(
      long position, int totalBytes, long basePosition, int firstBlock, byte[] separator) {}

  private static final byte[] NOTHING = {};

  private final TableFileWriter file;
  private final TableShape shape;
  private final long baseSequence;

  private final BlockBuilder data = new BlockBuilder();
  private final BlockBuilder index = new BlockBuilder();
  private final MemorySegment handle = MemorySegment.ofArray(new byte[TableFormat.HANDLE_BYTES]);
  private final List<Partition> partitions = new ArrayList<>();

  // The hashes of the keys of the partition that is being filled; those before the mark belong to
  // blocks that have their index entry.
  private long[] hashes = new long[1024];
  private int hashCount;
  private int indexedHashes;

  private long partitionBase;
  private int partitionFirstBlock;
  private byte[] partitionSeparator = NOTHING;

  // The block that waits for its separator.
  private long pendingPosition = -1;
  private int pendingBytes;

  private byte[] firstKey = NOTHING;
  private byte[] lastKey = new byte[64];
  private int lastKeyBytes;

  private long entries;
  private long deletes;
  private long keyBytesSum;
  private long valueBytesSum;
  private long contentBytesSum;
  private int blockCount;
  private long newestSequence;

  /**
   * Begins a table.
   *
   * @param file where it goes
   * @param shape how tables are made
   * @param baseSequence not newer than any sequence but 0 that will be added
   */
  TableWriter(TableFileWriter file, TableShape shape, long baseSequence) {
    this.file = file;
    this.shape = shape;
    this.baseSequence = baseSequence;
  }

  /** How long the file is by now. */
  long fileBytes() {
    return file.position() + data.contentBytes();
  }

  long entries() {
    return entries;
  }

  /** Whether a key is the last that was added. */
  boolean isLastKey(byte[] key, int keyBytes) {
    return entries > 0 && Arrays.equals(key, 0, keyBytes, lastKey, 0, lastKeyBytes);
  }

  /** Adds an entry. */
  void add(
      byte[] key,
      int keyBytes,
      long sequence,
      boolean delete,
      MemorySegment value,
      long valueOffset,
      int valueBytes) {
    long stored = sequence == 0 ? 0 : sequence - baseSequence + 1;
    boolean sameKey = isLastKey(key, keyBytes);
    if (!data.isEmpty()
        && data.contentBytesWith(key, keyBytes, stored, valueBytes) > shape.blockBytes()) {
      endBlock();
    }
    if (pendingPosition >= 0) {
      indexPending(separator(key, keyBytes));
    }
    addHash(key, keyBytes, sameKey && hashCount > indexedHashes);
    if (data.isEmpty()
        && data.contentBytesWith(key, keyBytes, stored, valueBytes) > shape.blockBytes()) {
      data.addOnly(key, keyBytes, stored, delete, valueBytes);
      contentBytesSum += data.contentBytes();
      blockWritten(file.writeLarge(data, value, valueOffset, valueBytes));
    } else {
      data.add(key, keyBytes, stored, delete, value, valueOffset, valueBytes);
    }
    if (entries == 0) {
      firstKey = Arrays.copyOf(key, keyBytes);
    }
    if (!sameKey) {
      rememberKey(key, keyBytes);
    }
    entries++;
    deletes += delete ? 1 : 0;
    keyBytesSum += keyBytes;
    valueBytesSum += valueBytes;
    newestSequence = Math.max(newestSequence, sequence);
  }

  private void rememberKey(byte[] key, int keyBytes) {
    if (lastKey.length < keyBytes) {
      lastKey = new byte[Math.max(keyBytes, lastKey.length * 2)];
    }
    System.arraycopy(key, 0, lastKey, 0, keyBytes);
    lastKeyBytes = keyBytes;
  }

  private void addHash(byte[] key, int keyBytes, boolean isThere) {
    if (shape.bloomBitsPerKey() == 0 || isThere) {
      return;
    }
    if (hashCount == hashes.length) {
      hashes = Arrays.copyOf(hashes, hashCount * 2);
    }
    hashes[hashCount++] = Xxh3.hash(key, 0, keyBytes, shape.hashSeed());
  }

  private void endBlock() {
    contentBytesSum += data.contentBytes();
    blockWritten(file.writeBlock(TableFormat.DATA, data, shape.compression()));
  }

  private void blockWritten(long position) {
    pendingPosition = position;
    pendingBytes = (int) (file.position() - position);
    blockCount++;
  }

  /** The shortest key that is not less than the last one, and less than the next. */
  private byte[] separator(byte[] next, int nextBytes) {
    int shared = Arrays.mismatch(lastKey, 0, lastKeyBytes, next, 0, nextBytes);
    // What differs first is greater in the next key, so its beginning up to there lies between. One
    // byte less would be less than the last key. If the last key ends there, it is itself short.
    return shared < 0 || shared >= lastKeyBytes || shared + 1 >= nextBytes
        ? Arrays.copyOf(lastKey, lastKeyBytes)
        : lastKeyOrBetween(next, shared);
  }

  private byte[] lastKeyOrBetween(byte[] next, int shared) {
    return shared + 1 < lastKeyBytes
        ? Arrays.copyOf(next, shared + 1)
        : Arrays.copyOf(lastKey, lastKeyBytes);
  }

  /** Gives the block that was written last its index entry, in this partition or in a new one. */
  private void indexPending(byte[] separator) {
    int newHashes = hashCount - indexedHashes;
    if (!index.isEmpty()
        && (partitionBytesWith(separator, hashCount) > shape.blockBytes()
            || pendingPosition - partitionBase > Integer.MAX_VALUE)) {
      endPartition();
    }
    if (index.isEmpty()) {
      partitionBase = pendingPosition;
      partitionFirstBlock = blockCount - 1;
      assert hashCount == newHashes;
    }
    handle.set(INT, TableFormat.HANDLE_POSITION_OFFSET, (int) (pendingPosition - partitionBase));
    handle.set(INT, TableFormat.HANDLE_BYTES_OFFSET, pendingBytes);
    index.add(separator, separator.length, 0, false, handle, 0, TableFormat.HANDLE_BYTES);
    partitionSeparator = separator;
    indexedHashes = hashCount;
    pendingPosition = -1;
  }

  private long partitionBytesWith(byte[] separator, int hashesThen) {
    return (long) filterBlocks(hashesThen) * SplitBlockBloom.BLOCK_BYTES
        + index.contentBytesWith(separator, separator.length, 0, TableFormat.HANDLE_BYTES)
        + TableFormat.FILTER_BLOCKS_BYTES;
  }

  private int filterBlocks(int keys) {
    return shape.bloomBitsPerKey() == 0 ? 0 : SplitBlockBloom.blocks(keys, shape.bloomBitsPerKey());
  }

  private void endPartition() {
    int filterBlocks = filterBlocks(indexedHashes);
    int filterBytes = filterBlocks * SplitBlockBloom.BLOCK_BYTES;
    int contentBytes = filterBytes + index.contentBytes() + TableFormat.FILTER_BLOCKS_BYTES;
    int indexBytes = index.contentBytes();
    long position =
        file.writeContent(
            TableFormat.PARTITION,
            contentBytes,
            (target, at) -> {
              target.asSlice(at, filterBytes).fill((byte) 0);
              SplitBlockBloom.addAll(target, at, filterBlocks, hashes, 0, indexedHashes);
              index.encode(target, at + filterBytes);
              target.set(INT, at + filterBytes + indexBytes, filterBlocks);
            });
    partitions.add(
        new Partition(
            position,
            (int) (file.position() - position),
            partitionBase,
            partitionFirstBlock,
            partitionSeparator));
    int left = hashCount - indexedHashes;
    System.arraycopy(hashes, indexedHashes, hashes, 0, left);
    hashCount = left;
    indexedHashes = 0;
  }

  /**
   * Completes the table and forces it.
   *
   * @param tombstones the ranges that it removes
   */
  TableEntry finish(long id, RangeTombstones tombstones) {
    if (!data.isEmpty()) {
      endBlock();
    }
    if (pendingPosition >= 0) {
      indexPending(Arrays.copyOf(lastKey, lastKeyBytes));
    }
    if (!index.isEmpty()) {
      endPartition();
    }
    for (RangeTombstones.Fragment fragment : tombstones.fragments()) {
      newestSequence = Math.max(newestSequence, fragment.sequences()[0]);
    }
    long tombstonesPosition =
        tombstones.isEmpty() ? TableFormat.NO_BLOCK : writeTombstones(tombstones);
    long topPosition = writeTopIndex();
    int ranges = tombstones.fragments().size();
    TableProperties properties =
        new TableProperties(
            entries,
            deletes,
            ranges,
            baseSequence,
            keyBytesSum,
            valueBytesSum,
            blockCount,
            partitions.size(),
            contentBytesSum,
            shape.bloomBitsPerKey());
    long propertiesPosition =
        file.writeContent(TableFormat.PROPERTIES, TableProperties.BYTES, properties::write);
    file.writeFooter(
        shape.blockBytes(),
        shape.compression().id(),
        tombstonesPosition,
        topPosition,
        propertiesPosition);
    return new TableEntry(
        id,
        file.position(),
        entries,
        deletes + ranges,
        newestSequence,
        lower(tombstones),
        upper(tombstones));
  }

  private byte[] lower(RangeTombstones tombstones) {
    if (tombstones.isEmpty()) {
      return firstKey;
    }
    byte[] from = tombstones.fragments().getFirst().from();
    return entries > 0 && Arrays.compareUnsigned(firstKey, from) < 0 ? firstKey : from;
  }

  private byte @Nullable [] upper(RangeTombstones tombstones) {
    byte[] aboveLast = TableEntry.successor(lastKey, lastKeyBytes);
    if (tombstones.isEmpty()) {
      return aboveLast;
    }
    byte[] to = tombstones.fragments().getLast().to();
    return to == null || entries == 0 || Arrays.compareUnsigned(to, aboveLast) > 0 ? to : aboveLast;
  }

  private long writeTombstones(RangeTombstones tombstones) {
    return file.writeContent(
        TableFormat.TOMBSTONES,
        TombstonesBlock.bytes(tombstones),
        (target, at) -> TombstonesBlock.write(tombstones, target, at));
  }

  private long writeTopIndex() {
    int bytes = Integer.BYTES;
    for (Partition partition : partitions) {
      bytes += TableFormat.TOP_SEPARATOR_OFFSET + partition.separator.length;
    }
    return file.writeContent(
        TableFormat.TOP_INDEX,
        bytes,
        (target, start) -> {
          target.set(INT, start, partitions.size());
          long at = start + Integer.BYTES;
          for (Partition partition : partitions) {
            target.set(LONG, at + TableFormat.TOP_POSITION_OFFSET, partition.position);
            target.set(INT, at + TableFormat.TOP_BYTES_OFFSET, partition.totalBytes);
            target.set(LONG, at + TableFormat.TOP_BASE_OFFSET, partition.basePosition);
            target.set(INT, at + TableFormat.TOP_FIRST_BLOCK_OFFSET, partition.firstBlock);
            byte[] separator = partition.separator;
            target.set(INT, at + TableFormat.TOP_SEPARATOR_BYTES_OFFSET, separator.length);
            at += TableFormat.TOP_SEPARATOR_OFFSET;
            MemorySegment.copy(separator, 0, target, TableFormat.BYTE, at, separator.length);
            at += separator.length;
          }
        });
  }

  /** The checksum that a block's header must have. */
  static int checksum(int crc, long maskSeed, long position) {
    return crc ^ TableFormat.mask(maskSeed, position);
  }

  /** Writes a header in front of stored content that lies behind it already. */
  static void writeHeader(
      MemorySegment target, long at, byte kind, byte codec, int storedBytes, int contentBytes) {
    target.set(INT, at + TableFormat.STORED_BYTES_OFFSET, storedBytes);
    target.set(INT, at + TableFormat.CONTENT_BYTES_OFFSET, contentBytes);
    target.set(TableFormat.BYTE, at + TableFormat.KIND_OFFSET, kind);
    target.set(TableFormat.BYTE, at + TableFormat.CODEC_OFFSET, codec);
    target.set(SHORT, at + TableFormat.RESERVED_OFFSET, (short) 0);
  }

  /** The CRC of a header but for its checksum, and of the stored content behind it. */
  static int crc(MemorySegment block, long at, long storedBytes) {
    return Crc32c.of(
        block,
        at + TableFormat.STORED_BYTES_OFFSET,
        TableFormat.HEADER_BYTES - TableFormat.STORED_BYTES_OFFSET + storedBytes);
  }
}
