package dev.cairn.hash;

import dev.cairn.internal.log.Log;
import dev.cairn.internal.log.LogSegment;
import dev.cairn.internal.simd.Crc32c;
import dev.cairn.internal.store.FileReplacement;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.internal.vfs.VfsFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * Saves the index, so that opening need not read all of the log.
 *
 * <p>It is taken table by table while writes go on. So a slot may be as old as the position where
 * replay begins or as new as the position up to which the log was forced, and opening applies the
 * operations from the first again. Reclaim does not run meanwhile, so no number changes its
 * segment.
 */
final class IndexImageWriter {
  private final VfsFile file;
  private long position;

  private IndexImageWriter(VfsFile file) {
    this.file = file;
  }

  /** Replaces the image in the store's directory and returns the position where replay begins. */
  static long replace(Vfs files, HashIndex index, Log log, long storeSeed) {
    long replayPosition = log.endPosition();
    FileReplacement.replace(
        files,
        IndexImageFormat.FILE_NAME,
        file -> new IndexImageWriter(file).write(index, log, storeSeed, replayPosition));
    return replayPosition;
  }

  private void write(HashIndex index, Log log, long storeSeed, long replayPosition) {
    for (int shard = 0; shard < SlotFormat.SHARDS; shard++) {
      for (int prefix = 0; prefix < 1 << SlotFormat.FINGERPRINT_BITS; ) {
        TableImage table = index.image(shard, prefix);
        // What was appended since is replayed. A slot that leads there would lead nowhere while
        // older segments are replayed and its own is not open yet.
        writeTable(table.retain(address -> position(log, address) < replayPosition));
        prefix = table.nextPrefix();
      }
    }
    long tablesEnd = position;
    // A record that a slot leads to must not be lost when the slot is not.
    long durablePosition = log.sync();
    List<LogSegment> segments = log.segments();
    writeSegments(segments, replayPosition);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment footer = arena.allocate(IndexImageFormat.FOOTER_BYTES);
      footer.set(IndexImageFormat.LONG, IndexImageFormat.MAGIC_OFFSET, IndexImageFormat.MAGIC);
      footer.set(IndexImageFormat.INT, IndexImageFormat.VERSION_OFFSET, IndexImageFormat.VERSION);
      footer.set(IndexImageFormat.INT, IndexImageFormat.SEGMENT_COUNT_OFFSET, segments.size());
      footer.set(IndexImageFormat.LONG, IndexImageFormat.STORE_SEED_OFFSET, storeSeed);
      footer.set(IndexImageFormat.LONG, IndexImageFormat.REPLAY_OFFSET, replayPosition);
      footer.set(IndexImageFormat.LONG, IndexImageFormat.DURABLE_OFFSET, durablePosition);
      footer.set(IndexImageFormat.LONG, IndexImageFormat.TABLES_END_OFFSET, tablesEnd);
      append(footer);
    }
  }

  private static long position(Log log, long address) {
    LogSegment segment = log.addresses().find(address);
    if (segment == null) {
      throw Lookup.leadsNowhere(address);
    }
    return segment.basePosition() + segment.offset(address);
  }

  private void writeTable(TableImage table) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment part = arena.allocate(IndexImageFormat.tableBytes(table.count()));
      part.set(IndexImageFormat.INT, IndexImageFormat.SHARD_OFFSET, table.shard());
      part.set(IndexImageFormat.INT, IndexImageFormat.PREFIX_OFFSET, table.prefix());
      part.set(IndexImageFormat.INT, IndexImageFormat.DEPTH_OFFSET, table.depth());
      part.set(IndexImageFormat.INT, IndexImageFormat.COUNT_OFFSET, table.count());
      MemorySegment.copy(
          table.slots(),
          0,
          part,
          IndexImageFormat.LONG,
          IndexImageFormat.SLOTS_OFFSET,
          table.count());
      MemorySegment.copy(
          table.tags(),
          0,
          part,
          ValueLayout.JAVA_BYTE,
          IndexImageFormat.tagsOffset(table.count()),
          table.count());
      append(part);
    }
  }

  private void writeSegments(List<LogSegment> segments, long replayPosition) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment part = arena.allocate(IndexImageFormat.segmentsBytes(segments.size()));
      long at = 0;
      for (LogSegment segment : segments) {
        part.set(IndexImageFormat.LONG, at + IndexImageFormat.ID_OFFSET, segment.id());
        part.set(IndexImageFormat.LONG, at + IndexImageFormat.BASE_OFFSET, segment.basePosition());
        part.set(IndexImageFormat.INT, at + IndexImageFormat.NUMBER_OFFSET, segment.number());
        // What dies in a segment that is replayed is counted then.
        boolean isReplayed = segment.basePosition() >= replayPosition;
        part.set(
            IndexImageFormat.LONG,
            at + IndexImageFormat.DEAD_OFFSET,
            isReplayed ? 0 : segment.deadBytes().get());
        part.set(
            IndexImageFormat.LONG,
            at + IndexImageFormat.TOMBSTONE_OFFSET,
            isReplayed ? 0 : segment.tombstoneBytes().get());
        at += IndexImageFormat.SEGMENT_BYTES;
      }
      append(part);
    }
  }

  /** Appends a part of which the last four bytes are for the checksum of the others. */
  private void append(MemorySegment part) {
    long checksumOffset = part.byteSize() - Integer.BYTES;
    part.set(IndexImageFormat.INT, checksumOffset, Crc32c.of(part, 0, checksumOffset));
    file.write(position, part, 0, part.byteSize());
    position += part.byteSize();
  }
}
