package dev.cairn.lsm;

import dev.cairn.internal.memory.CacheLines;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A position in tables that follow each other in key order: one of level 0, or a level.
 *
 * <p>Between calls it holds the frame of the block that it stands on. Whoever moves it is pinned.
 */
final class TableCursor extends EntryCursor {
  // An entry and the next two or three, if values have a hundred bytes.
  private static final int SOUGHT_BYTES = 5 * CacheLines.BYTES;
  private static final int SCANNED_BYTES = 4 << 10;

  private final List<Table> tables;
  private final @Nullable Level level;
  private final BlockCache cache;
  private final BlockCursor index = new BlockCursor();
  private final BlockCursor data = new BlockCursor();

  // Where it stands: the table, the partition, the entry of the partition's index.
  private int tableAt;
  private int partition;
  private int block;
  private int blocksInPartition;

  // Whether the key's array begins with the block's prefix.
  private boolean hasPrefix;
  private int frame = BlockCache.NONE;
  private LoneBlocks.@Nullable Room alone;

  /** Over a single table. */
  TableCursor(Table table, BlockCache cache) {
    this.tables = List.of(table);
    this.level = null;
    this.cache = cache;
  }

  /** Over a level. */
  TableCursor(Level level, BlockCache cache) {
    this.tables = level.tables();
    this.level = level;
    this.cache = cache;
  }

  private Table table() {
    return tables.get(tableAt);
  }

  @Override
  void first() {
    tableAt = 0;
    toFirstOfTable();
  }

  private void toFirstOfTable() {
    for (; tableAt < tables.size(); tableAt++) {
      if (table().blockCount() > 0) {
        partition = 0;
        block = 0;
        openBlock();
        standOn(0);
        return;
      }
    }
    leave();
  }

  @Override
  void last() {
    tableAt = tables.size() - 1;
    toLastOfTable();
  }

  private void toLastOfTable() {
    for (; tableAt >= 0; tableAt--) {
      if (table().blockCount() > 0) {
        partition = table().top().count() - 1;
        block = Integer.MAX_VALUE;
        openBlock();
        standOn(data.count() - 1);
        return;
      }
    }
    leave();
  }

  @Override
  void seek(byte[] target, int targetBytes) {
    valid = false;
    tableAt = level == null ? 0 : level.firstAbove(target, targetBytes);
    if (tableAt == tables.size()) {
      leave();
      return;
    }
    partition = table().top().find(target, targetBytes);
    if (partition == table().top().count()) {
      tableAt++;
      toFirstOfTable();
      return;
    }
    try (Found found = new Found()) {
      table().openPartition(partition, index, found);
      block = index.lowerBound(target, targetBytes);
      openBlockOfIndex();
    }
    data.touchHeads();
    int entry = data.lowerBound(target, targetBytes);
    data.touchEntries(entry, SOUGHT_BYTES);
    if (entry < data.count()) {
      standOn(entry);
    } else {
      toNextBlock();
    }
  }

  @Override
  void seekBelow(byte[] target, int targetBytes) {
    seek(target, targetBytes);
    if (valid) {
      previous();
    } else {
      last();
    }
  }

  @Override
  void next() {
    if (data.index() + 1 < data.count()) {
      standOn(data.index() + 1);
    } else {
      toNextBlock();
    }
  }

  private void toNextBlock() {
    if (block + 1 < blocksInPartition) {
      block++;
    } else if (partition + 1 < table().top().count()) {
      partition++;
      block = 0;
    } else {
      tableAt++;
      toFirstOfTable();
      return;
    }
    openBlock();
    data.touchEntries(0, SCANNED_BYTES); // Who comes from the block before goes on.
    standOn(0);
  }

  @Override
  void previous() {
    if (data.index() > 0) {
      standOn(data.index() - 1);
      return;
    }
    if (block > 0) {
      block--;
    } else if (partition > 0) {
      partition--;
      block = Integer.MAX_VALUE;
    } else {
      tableAt--;
      toLastOfTable();
      return;
    }
    openBlock();
    standOn(data.count() - 1);
  }

  private void openBlock() {
    valid = false; // Until it stands on an entry, whatever fails.
    try (Found found = new Found()) {
      table().openPartition(partition, index, found);
      openBlockOfIndex();
    }
  }

  /** Opens the block that the cursor's place says; the greatest number means the last. */
  private void openBlockOfIndex() {
    blocksInPartition = index.count();
    block = Math.min(block, blocksInPartition - 1);
    int newFrame = table().blocks().dataFrame(partition, block, index);
    endHold();
    if (newFrame != BlockCache.NONE && cache.hold(newFrame)) {
      frame = newFrame;
      table().openFrame(newFrame, data);
    } else {
      openAlone();
    }
    hasPrefix = false;
  }

  private void openAlone() {
    LoneBlocks.Room room = cache.loneBlocks().sharedRoom();
    alone = room;
    table()
        .openAlone(
            table().blocks().readDataAlone(partition, block, index, room).asReadOnly(), data);
  }

  private void standOn(int entry) {
    data.load(entry);
    keyBytes = data.keyBytes();
    makeRoomForKey(keyBytes);
    if (hasPrefix) {
      data.copySuffix(key);
    } else {
      data.copyKey(key);
      hasPrefix = true;
    }
    head = KeyHeads.firstBytes(key, keyBytes);
    sequence = data.sequence();
    delete = data.isDelete();
    valid = true;
  }

  private void leave() {
    valid = false;
    endHold();
  }

  private void endHold() {
    if (frame != BlockCache.NONE) {
      cache.endHold(frame);
      frame = BlockCache.NONE;
    }
    LoneBlocks.Room room = alone;
    if (room != null) {
      alone = null;
      room.close();
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
    leave();
  }
}
