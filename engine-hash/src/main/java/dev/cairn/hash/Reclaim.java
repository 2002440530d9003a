package dev.cairn.hash;

import dev.cairn.Durability;
import dev.cairn.OutOfSpaceException;
import dev.cairn.StoreIOException;
import dev.cairn.internal.log.Log;
import dev.cairn.internal.log.LogRecord;
import dev.cairn.internal.log.LogSegment;
import dev.cairn.internal.log.LogVisitor;
import dev.cairn.internal.record.RecordFormat;
import dev.cairn.internal.simd.Xxh3;
import dev.cairn.internal.vfs.Vfs;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Frees log segments that are mostly dead: appends their live records again, and later deletes
 * them.
 *
 * <p>A put is live if the index leads to it. A delete is live for as long as a segment remains that
 * may hold an older record of its key, unless the key has been put again since.
 *
 * <p>A segment is deleted in this order: its live records are appended and forced; the segment list
 * without it takes effect; the file goes. A crash in between leaves a file that the list no longer
 * has; if the log fails in between, the list may be lost, and the file stays. While there is more
 * to do, the force waits until the segments with the copies have been filled: to force the tail is
 * to stop its writers at each page.
 *
 * <p>Used under the lock of {@link Maintenance}.
 */
final class Reclaim {
  private final HashIndex index;
  private final Log log;
  private final Lookup lookup;
  private final DeadRecords dead;
  private final @Nullable Vfs files;
  private final long hashSeed;

  // What is live in them has been appended again, before the position given.
  private final Map<LogSegment, Long> moved = new LinkedHashMap<>();

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

  /** The segments that hold something that is needed, oldest first. */
  List<LogSegment> segments() {
    List<LogSegment> segments = log.segments();
    segments.removeAll(moved.keySet());
    return segments;
  }

  /** Appends again what is live in a sealed segment. */
  void move(LogSegment segment) {
    log.visit(segment, new Mover(segment, oldestPositionWithout(segment)));
    moved.put(segment, log.endPosition());
  }

  /** Moves some operations at a time: their misses in the index overlap. */
  private final class Mover implements LogVisitor {
    private final LogSegment segment;
    private final long oldestOther;
    private final Prefetch prefetch = lookup.prefetch(Prefetch.KEYS);
    private final long[] offsets = new long[Prefetch.KEYS];
    private final long[] hashes = new long[Prefetch.KEYS];
    private MemorySegment bytes = MemorySegment.NULL;
    private int count;

    Mover(LogSegment segment, long oldestOther) {
      this.segment = segment;
      this.oldestOther = oldestOther;
    }

    @Override
    public void visit(LogSegment from, MemorySegment memory, long offset) {
      bytes = memory;
      offsets[count] = offset;
      hashes[count++] =
          Xxh3.hash(
              memory, LogRecord.keyOffset(offset), LogRecord.keyBytes(memory, offset), hashSeed);
      if (count == Prefetch.KEYS) {
        moveAll();
      }
    }

    @Override
    public void endSegment() {
      moveAll();
    }

    private void moveAll() {
      prefetch.fetchTables(hashes, count);
      for (int i = 0; i < count; i++) {
        if (LogRecord.kind(bytes, offsets[i]) == RecordFormat.PUT) {
          movePut(segment, bytes, offsets[i], hashes[i]);
        } else {
          moveDelete(segment, oldestOther, bytes, offsets[i], hashes[i]);
        }
      }
      count = 0;
      log.flush(); // So that no writer has to do it for all of them.
    }
  }

  /** Frees the segments whose copies have left the tail; returns how many. */
  int freeMoved() {
    return moved.isEmpty() ? 0 : free(log.syncSealed());
  }

  /** Frees all that were moved; returns how many. */
  int freeAllMoved() {
    return moved.isEmpty() ? 0 : free(log.sync());
  }

  /** Frees the segments whose copies are on the device. */
  private int free(long durablePosition) {
    Set<LogSegment> free = new LinkedHashSet<>();
    moved.forEach((segment, end) -> {
      if (end <= durablePosition) {
        free.add(segment);
      }
    });
    if (!free.isEmpty() && files != null) {
      SegmentList list = SegmentList.of(log, durablePosition).without(free);
      Vfs disk = files;
      changeNames(log, () -> list.write(disk));
    }
    for (LogSegment segment : free) {
      moved.remove(segment);
      dead.forget(segment);
      log.remove(segment);
    }
    return free.size();
  }

  /**
   * Changes the names of files, and refuses if they may be lost. If that fails otherwise than for
   * lack of room, the directory may forget names, also those of segments, though it is forced
   * again: the log refuses writes then. And if a force of the log has failed meanwhile, it may
   * forget those that were changed here.
   */
  static void changeNames(Log log, Runnable change) {
    try {
      change.run();
      log.requireNames();
    } catch (OutOfSpaceException full) {
      throw full;
    } catch (StoreIOException failure) {
      throw log.fail(failure);
    }
  }

  /**
   * Where the oldest begins of the other segments that hold something; none that comes later begins
   * before. Those that were moved do not count: they are freed before this one or with it, because
   * what is moved later has its copies later.
   */
  private long oldestPositionWithout(LogSegment segment) {
    List<LogSegment> segments = segments();
    return (segments.getFirst() == segment ? segments.get(1) : segments.getFirst()).basePosition();
  }

  private void movePut(LogSegment segment, MemorySegment memory, long offset, long hash) {
    long address = segment.address(offset);
    Shard shard = index.shard(hash);
    shard.lock.lock();
    try {
      Table table = shard.table(hash);
      long position = table.find(hash, address);
      if (position != Table.NONE) {
        table.replace(hash, position, log.appendCopy(memory, offset, Durability.MEMORY));
      }
    } finally {
      shard.lock.unlock();
    }
  }

  private void moveDelete(
      LogSegment segment, long oldestOther, MemorySegment memory, long offset, long hash) {
    long position = LogRecord.deletePosition(memory, offset, segment.basePosition() + offset);
    if (oldestOther > position) {
      return; // Nothing is left that it could hide.
    }
    byte[] key = Lookup.key(memory, offset).toArray(ValueLayout.JAVA_BYTE);
    Shard shard = index.shard(hash);
    shard.lock.lock();
    try {
      // A key that was put again hides what is older by itself, and a delete behind it would remove
      // it.
      if (lookup.match(shard.table(hash), hash, key, 0, key.length) == null) {
        LogRecord record = LogRecord.deleteSince(key, position);
        dead.addTombstone(log.append(record, Durability.MEMORY), record.bytes());
      }
    } finally {
      shard.lock.unlock();
    }
  }
}
