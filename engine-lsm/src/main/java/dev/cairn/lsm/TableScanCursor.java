package dev.cairn.lsm;

import static dev.cairn.lsm.TableFormat.BYTE;
import static dev.cairn.lsm.TableFormat.INT;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Walks once, forward, over tables that follow each other in key order, for a compaction: reads the
 * files from their beginning on in large pieces, past the cache, and checks every block.
 */
final class TableScanCursor extends EntryCursor {
  private final List<Table> tables;
  private final MemorySegment buffer;
  private final MemorySegment restored;
  private final int transferBytes;
  private final BlockCursor data = new BlockCursor();

  private int tableAt;
  private long dataEnd;

  // What of the file is in the buffer, and where in it the next block begins.
  private long bufferPosition;
  private int bufferBytes;
  private int nextAt;

  private LoneBlocks.@Nullable Room large;

  /**
   * Makes a cursor.
   *
   * @param workspace its own memory: a piece to read into, and room for two blocks
   * @param blockBytes the longest content of a block that is restored
   */
  TableScanCursor(List<Table> tables, MemorySegment workspace, int blockBytes) {
    this.tables = tables;
    long restoredBytes = TableFormat.HEADER_BYTES + (long) blockBytes + Long.BYTES;
    this.restored = workspace.asSlice(workspace.byteSize() - restoredBytes);
    this.buffer = workspace.asSlice(0, workspace.byteSize() - restoredBytes);
    this.transferBytes = (int) buffer.byteSize();
  }

  @Override
  void first() {
    tableAt = -1;
    nextTable();
  }

  private void nextTable() {
    do {
      tableAt++;
      if (tableAt == tables.size()) {
        valid = false;
        return;
      }
    } while (tables.get(tableAt).blockCount() == 0);
    TopIndex top = tables.get(tableAt).top();
    dataEnd = top.position(top.count() - 1); // The last partition stands behind the last block.
    startAt(0);
    nextBlock();
  }

  private void startAt(long position) {
    bufferPosition = position;
    bufferBytes = 0;
    nextAt = 0;
  }

  @Override
  void seek(byte[] target, int targetBytes) {
    tableAt = 0;
    while (tableAt < tables.size() && !reaches(tables.get(tableAt), target, targetBytes)) {
      tableAt++;
    }
    if (tableAt == tables.size()) {
      valid = false;
      return;
    }
    Table table = tables.get(tableAt);
    TopIndex top = table.top();
    dataEnd = top.position(top.count() - 1);
    startAt(top.basePosition(top.find(target, targetBytes)));
    nextBlock();
    while (valid && Arrays.compareUnsigned(key, 0, keyBytes, target, 0, targetBytes) < 0) {
      next();
    }
  }

  private static boolean reaches(Table table, byte[] target, int targetBytes) {
    return table.blockCount() > 0 && table.top().find(target, targetBytes) < table.top().count();
  }

  @Override
  void next() {
    if (data.index() + 1 < data.count()) {
      standOn(data.index() + 1);
      data.copySuffix(key);
      head = KeyHeads.firstBytes(key, keyBytes);
    } else {
      nextBlock();
    }
  }

  private void standOn(int entry) {
    data.load(entry);
    keyBytes = data.keyBytes();
    makeRoomForKey(keyBytes);
    sequence = data.sequence();
    delete = data.isDelete();
    valid = true;
  }

  /** Goes on to the next data block; blocks of the index stand between them. */
  private void nextBlock() {
    valid = false;
    closeLarge();
    for (; ; ) {
      long position = bufferPosition + nextAt;
      if (position >= dataEnd) {
        nextTable();
        return;
      }
      require(TableFormat.HEADER_BYTES);
      int storedBytes = buffer.get(INT, nextAt + TableFormat.STORED_BYTES_OFFSET);
      byte kind = buffer.get(BYTE, nextAt + TableFormat.KIND_OFFSET);
      long totalBytes = TableFormat.HEADER_BYTES + (long) storedBytes;
      if (storedBytes < 0 || totalBytes > file().size() - position) {
        throw file().damaged(position, "block", "a block in the file", totalBytes + " bytes");
      }
      if (totalBytes > transferBytes || isRestoredLarge(kind)) {
        openLarge(kind, position, (int) totalBytes);
        startAt(position + totalBytes);
      } else {
        require((int) totalBytes);
        file().requireChecksum(kind, bufferPosition + nextAt, (int) totalBytes, buffer, nextAt);
        if (kind == TableFormat.DATA) {
          openBuffered((int) totalBytes);
        }
        nextAt += (int) totalBytes;
      }
      if (kind == TableFormat.DATA) {
        standOn(0);
        data.copyKey(key);
        head = KeyHeads.firstBytes(key, keyBytes);
        return;
      }
      if (kind != TableFormat.PARTITION) {
        throw file().damaged(position, "block", "data or a partition", "kind " + kind);
      }
    }
  }

  /** Whether the next block's content has no room here: it was written with longer blocks. */
  private boolean isRestoredLarge(byte kind) {
    return kind == TableFormat.DATA
        && TableFile.isCompressed(buffer, nextAt)
        && TableFile.contentBytes(buffer, nextAt)
            > restored.byteSize() - TableFormat.HEADER_BYTES - Long.BYTES;
  }

  private TableFile file() {
    return tables.get(tableAt).file();
  }

  /** Makes sure that so many bytes from the next block on are in the buffer. */
  private void require(int bytes) {
    if (bufferBytes - nextAt >= bytes) {
      return;
    }
    int left = bufferBytes - nextAt;
    MemorySegment.copy(buffer, nextAt, buffer, 0, left);
    bufferPosition += nextAt;
    nextAt = 0;
    int read = file().readUnchecked(bufferPosition + left, buffer, left, transferBytes - left);
    bufferBytes = left + read;
    if (bufferBytes < bytes) {
      throw file()
          .damaged(bufferPosition, "block", bytes + " bytes", bufferBytes + " before the end");
    }
  }

  private void openBuffered(int totalBytes) {
    MemorySegment block = buffer;
    long at = nextAt;
    long position = bufferPosition + nextAt;
    if (TableFile.isCompressed(buffer, nextAt)) {
      MemorySegment.copy(buffer, nextAt, restored, 0, TableFormat.HEADER_BYTES);
      file()
          .restoreFrom(
              position,
              buffer,
              nextAt + TableFormat.HEADER_BYTES,
              totalBytes - TableFormat.HEADER_BYTES,
              restored,
              0);
      block = restored;
      at = 0;
    }
    file().requireSound(TableFormat.DATA, position, block, at);
    data.open(
        block,
        at + TableFormat.HEADER_BYTES,
        TableFile.contentBytes(block, at),
        tables.get(tableAt).baseSequence());
  }

  private void closeLarge() {
    LoneBlocks.Room room = large;
    if (room != null) {
      large = null;
      room.close();
    }
  }

  private void openLarge(byte kind, long position, int totalBytes) {
    closeLarge(); // One that was checked on the way.
    LoneBlocks.Room room = tables.get(tableAt).cache().loneBlocks().sharedRoom();
    large = room;
    MemorySegment block = file().readAlone(kind, position, totalBytes, room);
    if (kind == TableFormat.DATA) {
      data.open(
          block,
          TableFormat.HEADER_BYTES,
          TableFile.contentBytes(block, 0),
          tables.get(tableAt).baseSequence());
    }
  }

  @Override
  MemorySegment valueMemory() {
    return data.memory();
  }

  @Override
  long valueOffset() {
    return data.valueOffset();
  }

  @Override
  int valueBytes() {
    return data.valueBytes();
  }

  @Override
  void release() {
    valid = false;
    closeLarge();
  }
}
