package dev.cairn.lsm;

import static dev.cairn.lsm.TableFormat.BYTE;
import static dev.cairn.lsm.TableFormat.INT;
import static dev.cairn.lsm.TableFormat.LONG;

import dev.cairn.CorruptionException;
import dev.cairn.IncompatibleFormatException;
import dev.cairn.StoreIOException;
import dev.cairn.internal.salvage.DamagedFile;
import dev.cairn.internal.salvage.SalvageOutput;
import dev.cairn.internal.simd.Crc32c;
import dev.cairn.internal.vfs.OpenMode;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.internal.vfs.VfsFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;

/** A table's file, open for reading; checks every block that it reads. */
final class TableFile implements AutoCloseable {
  /** Where the parts of a table are. */
  record Footer(
      int blockBytes, Compression compression, long tombstones, long topIndex, long properties) {}

  private final VfsFile file;
  private final String name;
  private final long storeSeed;
  private final long tableId;
  private final long maskSeed;
  private final long size;

  private TableFile(VfsFile file, long storeSeed, long tableId) {
    this.file = file;
    this.name = file.name();
    this.storeSeed = storeSeed;
    this.tableId = tableId;
    this.maskSeed = TableFormat.maskSeed(storeSeed, tableId);
    this.size = file.size();
  }

  static TableFile open(Vfs files, long storeSeed, long tableId) {
    String name = TableFormat.fileName(tableId);
    if (!files.exists(name)) {
      throw new CorruptionException(name, 0, "table", "the file", "none");
    }
    VfsFile file = files.open(name, OpenMode.READ);
    try {
      return new TableFile(file, storeSeed, tableId);
    } catch (RuntimeException | Error failure) {
      file.close();
      throw failure;
    }
  }

  String name() {
    return name;
  }

  long size() {
    return size;
  }

  /**
   * The seed of the store that a table belongs to, as its footer says.
   *
   * @throws CorruptionException if the footer is damaged
   */
  static long storeSeed(Vfs files, String name) {
    try (Arena arena = Arena.ofConfined();
        VfsFile file = files.open(name, OpenMode.READ)) {
      TableFile table = new TableFile(file, 0, TableFormat.tableId(name));
      return table.readFooter(arena).get(LONG, TableFormat.STORE_SEED_OFFSET);
    }
  }

  /** Reads the footer and checks that it is that of a table. */
  private MemorySegment readFooter(Arena arena) {
    long position = size - TableFormat.FOOTER_BYTES;
    if (position < 0) {
      throw damaged(0, "table", "a footer of " + TableFormat.FOOTER_BYTES + " bytes", size + "");
    }
    MemorySegment footer = arena.allocate(TableFormat.FOOTER_BYTES);
    var _ = readUnchecked(position, footer, 0, TableFormat.FOOTER_BYTES);
    int expected = footer.get(INT, TableFormat.FOOTER_CHECKSUM_OFFSET);
    int found = Crc32c.of(footer, 0, TableFormat.FOOTER_CHECKSUM_OFFSET);
    if (expected != found || footer.get(LONG, TableFormat.MAGIC_OFFSET) != TableFormat.MAGIC) {
      throw damaged(
          position,
          "footer",
          "checksum 0x" + Integer.toHexString(expected),
          "0x" + Integer.toHexString(found));
    }
    return footer;
  }

  Footer readFooter(Vfs files) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment footer = readFooter(arena);
      if (footer.get(LONG, TableFormat.STORE_SEED_OFFSET) != storeSeed
          || footer.get(LONG, TableFormat.TABLE_ID_OFFSET) != tableId) {
        throw damaged(
            size - TableFormat.FOOTER_BYTES, "footer", "one of this store and table", "another's");
      }
      int version = footer.get(INT, TableFormat.VERSION_OFFSET);
      if (version > TableFormat.VERSION) {
        throw new IncompatibleFormatException(
            files.describe(name)
                + ": table format version "
                + version
                + ", expected at most "
                + TableFormat.VERSION);
      }
      return new Footer(
          footer.get(INT, TableFormat.BLOCK_BYTES_OFFSET),
          Compressions.require(
              footer.get(BYTE, TableFormat.TABLE_CODEC_OFFSET), files.describe(name)),
          footer.get(LONG, TableFormat.TOMBSTONES_POSITION_OFFSET),
          footer.get(LONG, TableFormat.TOP_INDEX_POSITION_OFFSET),
          footer.get(LONG, TableFormat.PROPERTIES_POSITION_OFFSET));
    }
  }

  /** Reads a block, header included, as it is stored, and checks its checksum and kind. */
  void read(byte kind, long position, int totalBytes, MemorySegment target, long at) {
    requireInside(position, totalBytes);
    int read = readUnchecked(position, target, at, totalBytes);
    if (read != totalBytes) {
      throw damaged(position, "block", totalBytes + " bytes", read + " before the file's end");
    }
    requireChecksum(kind, position, totalBytes, target, at);
  }

  /** Checks where a block is said to be. */
  private void requireInside(long position, int totalBytes) {
    if (position < 0 || totalBytes < TableFormat.HEADER_BYTES || position > size - totalBytes) {
      throw damaged(position, "block", "one inside the file", totalBytes + " bytes");
    }
  }

  /** Reads bytes that nobody has checked yet, fewer only where the file ends. */
  int readUnchecked(long position, MemorySegment target, long at, int bytes) {
    try {
      return file.read(position, target, at, bytes);
    } catch (StoreIOException failure) {
      throw new UnreadableTableException(tableId, failure);
    }
  }

  /** Likewise, and says which bytes the disk does not give; those become zeros. */
  void readDamaged(long position, MemorySegment target, long bytes, SalvageOutput output) {
    DamagedFile.read(file, position, target, bytes, output);
  }

  /** What the checksum of a block at a position must be. */
  int expectedChecksum(MemorySegment block, long at, long storedBytes, long position) {
    return TableWriter.checksum(TableWriter.crc(block, at, storedBytes), maskSeed, position);
  }

  /** Checks a block that was read with others. */
  void requireChecksum(byte kind, long position, int totalBytes, MemorySegment block, long at) {
    int storedBytes = block.get(INT, at + TableFormat.STORED_BYTES_OFFSET);
    if (storedBytes != totalBytes - TableFormat.HEADER_BYTES) {
      throw damaged(
          position,
          "block",
          (totalBytes - TableFormat.HEADER_BYTES) + " stored bytes",
          storedBytes + "");
    }
    int expected = block.get(INT, at + TableFormat.CHECKSUM_OFFSET);
    int found = expectedChecksum(block, at, storedBytes, position);
    if (expected != found) {
      throw damaged(
          position,
          "block",
          "checksum 0x" + Integer.toHexString(expected),
          "0x" + Integer.toHexString(found));
    }
    if (!isCompressed(block, at) && contentBytes(block, at) != storedBytes) {
      throw damaged(
          position, "block", storedBytes + " bytes of content", contentBytes(block, at) + "");
    }
    byte foundKind = block.get(BYTE, at + TableFormat.KIND_OFFSET);
    if (foundKind != kind) {
      throw damaged(position, "block", "kind " + kind, "kind " + foundKind);
    }
  }

  static boolean isCompressed(MemorySegment block, long at) {
    return block.get(BYTE, at + TableFormat.CODEC_OFFSET) != TableFormat.PLAIN;
  }

  static int contentBytes(MemorySegment block, long at) {
    return block.get(INT, at + TableFormat.CONTENT_BYTES_OFFSET);
  }

  /**
   * Restores a compressed block in its place, where there is room for its content.
   *
   * @param scratch has room for the stored bytes
   */
  void restore(long position, MemorySegment block, long at, MemorySegment scratch, long scratchAt) {
    int storedBytes = block.get(INT, at + TableFormat.STORED_BYTES_OFFSET);
    MemorySegment.copy(block, at + TableFormat.HEADER_BYTES, scratch, scratchAt, storedBytes);
    restoreFrom(position, scratch, scratchAt, storedBytes, block, at);
  }

  /** Likewise if the stored bytes are somewhere else already, and the header is in its place. */
  void restoreFrom(
      long position,
      MemorySegment stored,
      long storedAt,
      int storedBytes,
      MemorySegment block,
      long at) {
    byte codec = block.get(BYTE, at + TableFormat.CODEC_OFFSET);
    int contentBytes = contentBytes(block, at);
    Compression compression = Compressions.find(codec);
    if (compression == null
        || contentBytes < 0
        || contentBytes > block.byteSize() - at - TableFormat.HEADER_BYTES) {
      throw damaged(position, "block", "a codec and a length", codec + " and " + contentBytes);
    }
    // Slices, so that whatever a compression does, it touches nothing beside its target.
    MemorySegment source = stored.asSlice(storedAt, storedBytes);
    MemorySegment target = block.asSlice(at + TableFormat.HEADER_BYTES, contentBytes);
    RuntimeException cause = null;
    try {
      if (compression.decompress(source, target)) {
        return;
      }
    } catch (RuntimeException failure) {
      cause = failure;
    }
    CorruptionException damage =
        damaged(position, "block", compression.name() + " of " + contentBytes + " bytes", "others");
    if (cause != null) {
      damage.initCause(cause);
    }
    throw damage;
  }

  /** Checks that a restored content is what its kind must be. */
  void requireSound(byte kind, long position, MemorySegment block, long at) {
    long contentAt = at + TableFormat.HEADER_BYTES;
    int contentBytes = contentBytes(block, at);
    boolean isSound =
        kind == TableFormat.PARTITION
            ? BlockCheck.isPartition(block, contentAt, contentBytes)
            : BlockCheck.isBlock(block, contentAt, contentBytes);
    if (!isSound) {
      throw damaged(position, "block", "entries that fit", contentBytes + " bytes that do not");
    }
  }

  /**
   * Reads a block for its reader alone, restored and checked; its content begins behind a header.
   */
  MemorySegment readAlone(byte kind, long position, int totalBytes, SegmentAllocator room) {
    requireInside(position, totalBytes);
    MemorySegment block = room.allocate(totalBytes);
    read(kind, position, totalBytes, block, 0);
    if (isCompressed(block, 0)) {
      int contentBytes = contentBytes(block, 0);
      if (contentBytes < 0 || contentBytes > BlockFormat.MAX_BLOCK_BYTES) {
        throw damaged(position, "block", "a content that fits", contentBytes + " bytes");
      }
      MemorySegment restored = room.allocate(TableFormat.HEADER_BYTES + (long) contentBytes);
      MemorySegment.copy(block, 0, restored, 0, TableFormat.HEADER_BYTES);
      MemorySegment stored = block;
      block = restored;
      restoreFrom(
          position,
          stored,
          TableFormat.HEADER_BYTES,
          totalBytes - TableFormat.HEADER_BYTES,
          block,
          0);
    }
    if (kind == TableFormat.DATA || kind == TableFormat.PARTITION) {
      requireSound(kind, position, block, 0);
    }
    return block;
  }

  /** Reads a block of which only the position is known, and returns its content. */
  MemorySegment readContent(byte kind, long position, Arena arena) {
    MemorySegment header = arena.allocate(TableFormat.HEADER_BYTES);
    var _ = readUnchecked(position, header, 0, TableFormat.HEADER_BYTES);
    long totalBytes =
        TableFormat.HEADER_BYTES + (long) header.get(INT, TableFormat.STORED_BYTES_OFFSET);
    if (totalBytes < TableFormat.HEADER_BYTES || totalBytes > size - position) {
      throw damaged(position, "block", "a block inside the file", totalBytes + " bytes");
    }
    MemorySegment block = readAlone(kind, position, (int) totalBytes, arena);
    return block.asSlice(TableFormat.HEADER_BYTES, contentBytes(block, 0));
  }

  CorruptionException damaged(long position, String what, String expected, String found) {
    return new CorruptionException(name, position, what, expected, found);
  }

  @Override
  public void close() {
    file.close();
  }
}
