package dev.cairn.hash;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The keys whose hashes begin with the same bits: a lock for their writers and a directory of their
 * tables (extendible hashing; Fagin, Nievergelt, Pippenger, Strong, 1979). A directory has a power
 * of two of entries; a table whose depth is less than the directory's stands in it several times.
 */
final class Shard {
  final ReentrantLock lock = new ReentrantLock();
  private final int index;

  // Replaced as a whole, under the lock.
  private volatile Table[] directory;

  // Tables in which places are kept. Guarded by the lock.
  private final List<Table> reserved = new ArrayList<>();

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
   * Puts one or two tables in the place of one, and keeps as many places in each. Two divide the
   * keys by the first bit that they did not share so far.
   */
  void replace(Table old, Table low, Table high) {
    reserve(low, old.reserved());
    if (high != low) {
      reserve(high, old.reserved());
    }
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

  /** Keeps a place in the table of a hash. */
  void reserve(long hash) {
    reserve(table(hash), 1);
  }

  private void reserve(Table table, int keys) {
    if (table.reserved() == 0 && keys > 0) {
      reserved.add(table);
    }
    table.reserve(keys);
  }

  /** Gives back all places that were kept, also in tables that were divided since. */
  void endReserve() {
    for (int i = 0; i < reserved.size(); i++) {
      reserved.get(i).endReserve();
    }
    reserved.clear();
  }

  long count() {
    return count.getAcquire();
  }

  void addToCount(int keys) {
    count.setRelease(count.getPlain() + keys);
  }
}
