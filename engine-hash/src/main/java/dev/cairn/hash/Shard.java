package dev.cairn.hash;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The keys whose hashes begin with the same bits: a lock for their writers and a directory of their
 * tables (extendible hashing; Fagin, Nievergelt, Pippenger, Strong, 1979). A directory has a power
 * of two of entries; a table whose depth is less than the directory's stands in it several times.
 */
final class Shard {
  private static final int LEAST_RESERVED = 8;
  private static final int MOST_RESERVED = 1_024;

  final ReentrantLock lock = new ReentrantLock();
  private final int index;

  // Replaced as a whole, under the lock.
  private volatile Table[] directory;

  // Hashes of keys for which places are kept. Guarded by the lock.
  private long[] reserved = {};
  private int reservedCount;

  // Changed under the lock.
  private final AtomicLong count = new AtomicLong();

  Shard(int index, Table[] directory) {
    this.index = index;
    this.directory = directory;
  }

  int index() {
    return index;
  }

  Table table(long hash) {
    Table[] tables = directory;
    return tables[SlotFormat.directoryIndex(hash, tables.length)];
  }

  Table[] directory() {
    return directory;
  }

  /**
   * Puts one or two tables in the place of one, and keeps its places there. Two divide the keys by
   * the first bit that they did not share so far.
   */
  void replace(Table old, Table low, Table high) {
    Table[] tables = directory;
    int bits = Integer.numberOfTrailingZeros(tables.length);
    if (low.depth() > bits) {
      tables = doubled(tables);
      bits++;
    } else {
      tables = tables.clone();
    }
    for (int i = 0; i < tables.length; i++) {
      if (tables[i] == old) {
        boolean isHigh = low != high && (i >>> (bits - low.depth()) & 1) == 1;
        tables[i] = isHigh ? high : low;
      }
    }
    for (int i = 0; i < reservedCount; i++) {
      Table table = tables[SlotFormat.directoryIndex(reserved[i], tables.length)];
      if (table == low || table == high) {
        table.reserve(1);
      }
    }
    directory = tables;
    old.retire();
  }

  private static Table[] doubled(Table[] tables) {
    Table[] twice = new Table[tables.length * 2];
    for (int i = 0; i < twice.length; i++) {
      twice[i] = tables[i / 2];
    }
    return twice;
  }

  /** Gives the shard all its tables at once, while nobody else uses it. */
  void setDirectory(Table[] tables, long keys) {
    directory = tables;
    count.setRelease(keys);
  }

  /**
   * Keeps a place for a key that the holder of the lock is about to add, once {@link
   * HashIndex#makeRoomForReserved} has seen to it that there is one.
   */
  void reserve(long hash) {
    if (reservedCount == reserved.length) {
      reserved = Arrays.copyOf(reserved, Math.max(LEAST_RESERVED, 2 * reservedCount));
    }
    reserved[reservedCount++] = hash;
    table(hash).reserve(1);
  }

  /** A table that has no place for all keys for which it keeps one, or null. */
  @Nullable Table overfullTable() {
    for (int i = 0; i < reservedCount; i++) {
      Table table = table(reserved[i]);
      if (table.isOverfull()) {
        return table;
      }
    }
    return null;
  }

  /** How many places that a table keeps go to the upper one if it is divided. */
  int reservedInUpperHalf(Table table) {
    int upper = 0;
    for (int i = 0; i < reservedCount; i++) {
      if (table(reserved[i]) == table
          && SlotFormat.isInUpperHalf(SlotFormat.slot(reserved[i], 0), table.depth())) {
        upper++;
      }
    }
    return upper;
  }

  /** Gives back all places that were kept, also in tables that were divided since. */
  void endReserve() {
    for (int i = 0; i < reservedCount; i++) {
      table(reserved[i]).endReserve();
    }
    reservedCount = 0;
    if (reserved.length > MOST_RESERVED) {
      reserved = new long[0]; // One batch was large; the next need not be.
    }
  }

  long count() {
    return count.getAcquire();
  }

  void addToCount(int keys) {
    count.setRelease(count.getPlain() + keys);
  }
}
