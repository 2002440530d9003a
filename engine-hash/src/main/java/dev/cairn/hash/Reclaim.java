package dev.cairn.hash;

import dev.cairn.Durability;
import dev.cairn.internal.log.Log;
import dev.cairn.internal.log.LogRecord;
import dev.cairn.internal.log.LogSegment;
import dev.cairn.internal.record.RecordFormat;
import dev.cairn.internal.simd.Xxh3;
import dev.cairn.internal.vfs.Vfs;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Frees log segments that are mostly dead: appends their live records again, then deletes them.
 *
 * <p>A put is live if the index leads to it. A delete is live for as long as a segment remains that
 * may hold an older record of its key, unless the key has been put again since.
 *
 * <p>A segment is deleted in this order: its live records are appended and forced; the segment list
 * without it takes effect; the file goes. A crash in between leaves a file that the list no longer
 * has.
 */
final class Reclaim {
  private final HashIndex index;
  private final Log log;
  private final Lookup lookup;
  private final DeadRecords dead;
  private final @Nullable Vfs files;
  private final long hashSeed;

  Reclaim(
      HashIndex index,
      Log log,
      Lookup lookup,
      DeadRecords dead,
      @Nullable Vfs files,
      long hashSeed) {
    this.index = index;
    this.log = log;
    this.lookup = lookup;
    this.dead = dead;
    this.files = files;
    this.hashSeed = hashSeed;
  }

  /** Frees one segment. It is sealed, and nobody else frees segments. */
  void free(LogSegment segment) {
    long oldestOther = oldestPositionWithout(segment);
    log.visit(
        segment,
        (from, memory, offset) -> {
          if (LogRecord.kind(memory, offset) == RecordFormat.PUT) {
            movePut(segment, memory, offset);
          } else {
            moveDelete(segment, oldestOther, memory, offset);
          }
        });
    long durablePosition = log.sync();
    if (files != null) {
      SegmentList.of(log, durablePosition).without(segment).write(files);
    }
    dead.forget(segment);
    log.remove(segment);
  }

  /** Where the oldest of the other segments begins; none that comes later begins before. */
  private long oldestPositionWithout(LogSegment segment) {
    List<LogSegment> segments = log.segments();
    return (segments.getFirst() == segment ? segments.get(1) : segments.getFirst()).basePosition();
  }

  private void movePut(LogSegment segment, MemorySegment memory, long offset) {
    long address = segment.address(offset);
    long hash =
        Xxh3.hash(
            memory, LogRecord.keyOffset(offset), LogRecord.keyBytes(memory, offset), hashSeed);
    Shard shard = index.shard(hash);
    shard.lock.lock();
    try {
      Table table = shard.table(hash);
      long position = table.find(hash, address);
      if (position != Table.NONE) {
        table.replace(hash, position, log.appendCopy(memory, offset, Durability.PROCESS));
      }
    } finally {
      shard.lock.unlock();
    }
  }

  private void moveDelete(LogSegment segment, long oldestOther, MemorySegment memory, long offset) {
    long position = LogRecord.deletePosition(memory, offset, segment.basePosition() + offset);
    if (oldestOther > position) {
      return; // Nothing is left that it could hide.
    }
    byte[] key = Lookup.key(memory, offset).toArray(ValueLayout.JAVA_BYTE);
    long hash = Xxh3.hash(key, 0, key.length, hashSeed);
    Shard shard = index.shard(hash);
    shard.lock.lock();
    try {
      // A key that was put again hides what is older by itself, and a delete behind it would remove
      // it.
      if (lookup.match(shard.table(hash), hash, key, 0, key.length) == null) {
        LogRecord record = LogRecord.deleteSince(key, position);
        dead.addTombstone(log.append(record, Durability.PROCESS), record.bytes());
      }
    } finally {
      shard.lock.unlock();
    }
  }
}
