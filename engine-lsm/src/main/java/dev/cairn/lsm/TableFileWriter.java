package dev.cairn.lsm;

import static dev.cairn.lsm.TableFormat.BYTE;
import static dev.cairn.lsm.TableFormat.INT;
import static dev.cairn.lsm.TableFormat.LONG;

import dev.cairn.internal.simd.Crc32c;
import dev.cairn.internal.vfs.VfsFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts blocks one after another into a table's file, through a buffer, so that the file is written
 * in large pieces. One thread.
 */
final class TableFileWriter {
  /** Encodes a content. */
  @FunctionalInterface
  interface Content {
    void write(MemorySegment target, long at);
  }

  // Only what is an eighth shorter is stored compressed: restoring costs each reader time.
  private static final int WORTHWHILE_DIVISOR = 8;
  private static final int NOT_COMPRESSED = -1;
  private static final Logger LOGGER = LoggerFactory.getLogger(LsmStore.class);

  private final VfsFile file;
  private final long storeSeed;
  private final long tableId;
  private final long maskSeed;
  private final RateLimiter limiter;
  private final MemorySegment buffer;
  private final MemorySegment scratch;
  private long written;
  private long buffered;

  /**
   * Begins a file.
   *
   * @param file empty
   * @param limiter asked before each write
   * @param workspace the writer's own until the file is complete
   */
  TableFileWriter(
      VfsFile file, long storeSeed, long tableId, RateLimiter limiter, Workspace workspace) {
    this.file = file;
    this.storeSeed = storeSeed;
    this.tableId = tableId;
    this.maskSeed = TableFormat.maskSeed(storeSeed, tableId);
    this.limiter = limiter;
    this.buffer = workspace.output();
    this.scratch = workspace.scratch();
  }

  /** Where the next block begins. */
  long position() {
    return written + buffered;
  }

  /** Writes a block of collected entries, which are gone then, and returns its position. */
  long writeBlock(byte kind, BlockBuilder entries, Compression compression) {
    int contentBytes = entries.contentBytes();
    makeRoom(TableFormat.HEADER_BYTES + contentBytes);
    long contentAt = buffered + TableFormat.HEADER_BYTES;
    entries.encode(buffer, contentAt);
    int storedBytes = contentBytes;
    byte codec = TableFormat.PLAIN;
    MemorySegment compressed = scratch.asSlice(0, contentBytes - contentBytes / WORTHWHILE_DIVISOR);
    int compressedBytes =
        compress(compression, buffer.asSlice(contentAt, contentBytes), compressed);
    if (compressedBytes >= 0) {
      MemorySegment.copy(compressed, 0, buffer, contentAt, compressedBytes);
      storedBytes = compressedBytes;
      codec = compression.id();
    }
    return seal(kind, codec, storedBytes, contentBytes);
  }

  /** A block that its compression fails for is written as it is, which any opening can read. */
  private static int compress(Compression compression, MemorySegment source, MemorySegment target) {
    try {
      int bytes = compression.compress(source, target);
      requireLength(compression, bytes, target.byteSize());
      return bytes;
    } catch (RuntimeException failure) {
      LOGGER.warn("{} failed; a block is not compressed", compression.name(), failure);
      return NOT_COMPRESSED;
    }
  }

  /** No block restores from nothing: 0 is what others return if there is too little room. */
  static void requireLength(Compression compression, int bytes, long most) {
    if (bytes != NOT_COMPRESSED && (bytes <= 0 || bytes > most)) {
      throw new IllegalStateException(
          compression.name()
              + ": compressed length: expected 1 to "
              + most
              + ", or "
              + NOT_COMPRESSED
              + ", found "
              + bytes);
    }
  }

  /** Writes a block of any content and returns its position. */
  long writeContent(byte kind, int contentBytes, Content content) {
    long totalBytes = TableFormat.HEADER_BYTES + (long) contentBytes;
    if (totalBytes <= buffer.byteSize()) {
      makeRoom(totalBytes);
      content.write(buffer, buffered + TableFormat.HEADER_BYTES);
      return seal(kind, TableFormat.PLAIN, contentBytes, contentBytes);
    }
    flush();
    long position = written;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment block = arena.allocate(totalBytes);
      content.write(block, TableFormat.HEADER_BYTES);
      TableWriter.writeHeader(block, 0, kind, TableFormat.PLAIN, contentBytes, contentBytes);
      setChecksum(block, 0, TableWriter.crc(block, 0, contentBytes), position);
      writeDirectly(block, 0, totalBytes);
    }
    return position;
  }

  private long seal(byte kind, byte codec, int storedBytes, int contentBytes) {
    long position = position();
    TableWriter.writeHeader(buffer, buffered, kind, codec, storedBytes, contentBytes);
    setChecksum(buffer, buffered, TableWriter.crc(buffer, buffered, storedBytes), position);
    buffered += TableFormat.HEADER_BYTES + storedBytes;
    return position;
  }

  private void setChecksum(MemorySegment block, long at, int crc, long position) {
    block.set(INT, at + TableFormat.CHECKSUM_OFFSET, TableWriter.checksum(crc, maskSeed, position));
  }

  /**
   * Writes a block with a single entry whose value is too long for the buffer, and returns its
   * position.
   */
  long writeLarge(BlockBuilder entry, MemorySegment value, long valueOffset, int valueBytes) {
    flush();
    long position = written;
    int contentBytes = entry.contentBytes();
    int outsideBytes = contentBytes - valueBytes;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment outside = arena.allocate(TableFormat.HEADER_BYTES + (long) outsideBytes);
      TableWriter.writeHeader(
          outside, 0, TableFormat.DATA, TableFormat.PLAIN, contentBytes, contentBytes);
      long valueAt = entry.encodeOnlyEntry(outside, TableFormat.HEADER_BYTES);
      long end = entry.encodeAfterOnlyEntry(outside, valueAt);
      int crc =
          Crc32c.of(
              outside, TableFormat.STORED_BYTES_OFFSET, valueAt - TableFormat.STORED_BYTES_OFFSET);
      crc = crcOfValue(crc, value, valueOffset, valueBytes);
      crc = Crc32c.update(crc, outside, valueAt, end - valueAt);
      setChecksum(outside, 0, crc, position);
      writeDirectly(outside, 0, valueAt);
      writeDirectly(value, valueOffset, valueBytes);
      writeDirectly(outside, valueAt, end - valueAt);
    }
    return position;
  }

  private static int crcOfValue(int crc, MemorySegment value, long offset, int bytes) {
    return value.heapBase().isPresent() && value.heapBase().get() instanceof byte[] array
        ? Crc32c.update(crc, array, Math.toIntExact(offset), bytes)
        : Crc32c.update(crc, value, offset, bytes);
  }

  /** Ends the file, and brings it to the device. */
  void writeFooter(int blockBytes, byte codec, long tombstones, long topIndex, long properties) {
    makeRoom(TableFormat.FOOTER_BYTES);
    MemorySegment footer = buffer.asSlice(buffered, TableFormat.FOOTER_BYTES).fill((byte) 0);
    footer.set(LONG, TableFormat.MAGIC_OFFSET, TableFormat.MAGIC);
    footer.set(INT, TableFormat.VERSION_OFFSET, TableFormat.VERSION);
    footer.set(INT, TableFormat.BLOCK_BYTES_OFFSET, blockBytes);
    footer.set(LONG, TableFormat.STORE_SEED_OFFSET, storeSeed);
    footer.set(LONG, TableFormat.TABLE_ID_OFFSET, tableId);
    footer.set(LONG, TableFormat.TOMBSTONES_POSITION_OFFSET, tombstones);
    footer.set(LONG, TableFormat.TOP_INDEX_POSITION_OFFSET, topIndex);
    footer.set(LONG, TableFormat.PROPERTIES_POSITION_OFFSET, properties);
    footer.set(BYTE, TableFormat.TABLE_CODEC_OFFSET, codec);
    footer.set(
        INT,
        TableFormat.FOOTER_CHECKSUM_OFFSET,
        Crc32c.of(footer, 0, TableFormat.FOOTER_CHECKSUM_OFFSET));
    buffered += TableFormat.FOOTER_BYTES;
    flush();
    file.sync();
  }

  private void makeRoom(long bytes) {
    if (buffer.byteSize() - buffered < bytes) {
      flush();
    }
  }

  private void flush() {
    long bytes = buffered;
    buffered = 0;
    writeDirectly(buffer, 0, bytes);
  }

  private void writeDirectly(MemorySegment source, long offset, long bytes) {
    if (bytes > 0) {
      limiter.acquire(bytes);
      file.write(written, source, offset, bytes);
      written += bytes;
    }
  }
}
