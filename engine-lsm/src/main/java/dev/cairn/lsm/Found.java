package dev.cairn.lsm;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * What one look-up finds: an entry of the key, and where its value lies for as long as the caller
 * is pinned. Also lends the block cursors that the look-up needs.
 */
final class Found implements AutoCloseable {
  final BlockCursor partition = new BlockCursor();
  final BlockCursor data = new BlockCursor();

  long sequence;
  boolean delete;
  MemorySegment memory = MemorySegment.NULL;
  long valueOffset;
  int valueBytes;

  // How many filters said that the key is absent, and how many were wrong not to.
  int filtered;
  int passedInVain;

  // How many partitions were found in the cache, and are not yet counted there.
  int indexHits;

  private LoneBlocks.@Nullable Room room;

  /** Memory for what is in no frame of a cache; freed with this. */
  LoneBlocks.Room room(BlockCache cache) {
    LoneBlocks.Room own = room;
    if (own == null) {
      own = cache.loneBlocks().roomOfThread();
      room = own;
    }
    return own;
  }

  byte[] value() {
    byte[] value = new byte[valueBytes];
    MemorySegment.copy(memory, TableFormat.BYTE, valueOffset, value, 0, valueBytes);
    return value;
  }

  @Override
  public void close() {
    if (room != null) {
      room.close();
      room = null;
    }
  }
}
