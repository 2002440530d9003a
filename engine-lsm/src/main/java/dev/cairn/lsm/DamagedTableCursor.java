package dev.cairn.lsm;

import dev.cairn.CorruptionException;
import dev.cairn.Limits;
import dev.cairn.StoreIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/** Goes over the entries of all sound blocks of a damaged table. */
final class DamagedTableCursor extends EntryCursor {
  private final DamagedTable table;
  private final BlockCursor block = new BlockCursor();
  private Arena arena = Arena.ofConfined();
  private int nextBlock;
  private int index;
  private int count;

  DamagedTableCursor(DamagedTable table) {
    this.table = table;
  }

  DamagedTable table() {
    return table;
  }

  @Override
  void first() {
    nextBlock = 0;
    index = -1;
    count = 0;
    next();
  }

  @Override
  void next() {
    do {
      index++;
      valid = index < count && load();
    } while (!valid && (index + 1 < count || openNext()));
  }

  /** Opens the next block that is sound, before its first entry. */
  @SuppressWarnings("MustBeClosed") // Closed by the next call, or with the cursor.
  private boolean openNext() {
    while (nextBlock < table.dataBlockCount()) {
      long position = table.dataPosition(nextBlock++);
      arena.close();
      arena = Arena.ofConfined();
      try {
        MemorySegment memory = table.readData(position, arena);
        block.open(
            memory,
            TableFormat.HEADER_BYTES,
            TableFile.contentBytes(memory, 0),
            table.baseSequence());
        index = -1;
        count = block.count();
        return true;
      } catch (CorruptionException | StoreIOException damage) {
        table.reportLost(position);
      }
    }
    return false;
  }

  /**
   * Makes an entry the current one, if its parts lie inside its block; if not, none that follow.
   */
  private boolean load() {
    try {
      block.load(index);
      keyBytes = block.keyBytes();
      Limits.requireKeyBytes(keyBytes);
      makeRoomForKey(keyBytes);
      block.copyKey(key);
      var _ = block.memory().asSlice(block.valueOffset(), block.valueBytes());
    } catch (IndexOutOfBoundsException | IllegalArgumentException damage) {
      table.reportLost(table.dataPosition(nextBlock - 1));
      count = 0;
      return false;
    }
    head = KeyHeads.firstBytes(key, keyBytes);
    sequence = block.sequence();
    delete = block.isDelete();
    return true;
  }

  byte[] keyCopy() {
    return Arrays.copyOf(key, keyBytes);
  }

  byte[] valueCopy() {
    return block
        .memory()
        .asSlice(block.valueOffset(), block.valueBytes())
        .toArray(ValueLayout.JAVA_BYTE);
  }

  @Override
  MemorySegment valueMemory() {
    return block.memory();
  }

  @Override
  long valueOffset() {
    return block.valueOffset();
  }

  @Override
  int valueBytes() {
    return block.valueBytes();
  }

  @Override
  void release() {
    valid = false;
    arena.close();
  }
}
