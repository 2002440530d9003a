package dev.cairn.lsm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The tables of the tree at one instant. Immutable, so a reader that holds one needs no lock.
 *
 * <p>Tables in level 0 may overlap and are searched newest first. Tables in any deeper level are
 * disjoint and sorted, so at most one can hold a key. What a level says of a key is newer than what
 * the levels below it say. Flush and compaction publish a new Version; they never change an old
 * one.
 *
 * <p>A version is held by the store for as long as it is the present one, and by cursors. A table
 * whose last version has gone is handed to {@code obsolete}.
 */
final class Version {
  static final int LEVELS = 7;

  private final List<Table> newestFirst;
  private final Level[] levels;
  private final Consumer<Table> obsolete;
  private final AtomicInteger holders = new AtomicInteger(1);
  private volatile @Nullable RangeTombstones tombstones;

  private Version(List<Table> newestFirst, Level[] levels, Consumer<Table> obsolete) {
    this.newestFirst = newestFirst;
    this.levels = levels;
    this.obsolete = obsolete;
    tables().forEach(Table::addVersion);
  }

  /**
   * Makes a version.
   *
   * @param byLevel the tables of each level, in any order
   * @param obsolete what becomes of a table that no version has any more
   */
  static Version of(List<List<Table>> byLevel, Consumer<Table> obsolete) {
    List<Table> newestFirst = new ArrayList<>(byLevel.getFirst());
    newestFirst.sort(
        Comparator.comparingLong((Table table) -> table.entry().newestSequence())
            .thenComparingLong(table -> table.entry().id())
            .reversed());
    Level[] levels = new Level[LEVELS];
    levels[0] = Level.EMPTY;
    for (int level = 1; level < LEVELS; level++) {
      List<Table> sorted = new ArrayList<>(byLevel.get(level));
      sorted.sort(Comparator.comparing(table -> table.entry().lower(), Arrays::compareUnsigned));
      levels[level] = new Level(sorted);
    }
    return new Version(List.copyOf(newestFirst), levels, obsolete);
  }

  /** The tables of a level: of the first the newest first, of the others in key order. */
  List<Table> tables(int level) {
    return level == 0 ? newestFirst : levels[level].tables();
  }

  Level level(int level) {
    return levels[level];
  }

  List<Table> tables() {
    List<Table> all = new ArrayList<>(newestFirst);
    for (int level = 1; level < LEVELS; level++) {
      all.addAll(levels[level].tables());
    }
    return Collections.unmodifiableList(all);
  }

  /** What the picker sees. */
  List<List<TableEntry>> entries() {
    List<List<TableEntry>> entries = new ArrayList<>();
    for (int level = 0; level < LEVELS; level++) {
      entries.add(tables(level).stream().map(Table::entry).toList());
    }
    return entries;
  }

  /** The version after some tables have been replaced by others. */
  Version with(VersionEdit edit) {
    List<List<Table>> byLevel = new ArrayList<>();
    for (int level = 0; level < LEVELS; level++) {
      List<Table> tables = new ArrayList<>(tables(level));
      tables.removeIf(table -> edit.removed().contains(table.entry().id()));
      for (VersionEdit.Added added : edit.added()) {
        if (added.level() == level) {
          tables.add(added.table());
        }
      }
      byLevel.add(tables);
    }
    return of(byLevel, obsolete);
  }

  /**
   * Finds the newest entry of a key that is older than a sequence, in the tables. The caller is
   * pinned.
   *
   * @param cover the newest removal of a range with the key in what is newer than the tables
   * @return whether there is an entry and it is not removed
   */
  boolean find(byte[] key, long hash, long before, long cover, Found found) {
    long newestCover = cover;
    for (Table table : newestFirst) {
      if (table.entry().mayHave(key)) {
        newestCover = Math.max(newestCover, table.tombstones().cover(key, key.length, before));
        if (table.find(key, hash, before, found)) {
          return !found.delete && found.sequence > newestCover;
        }
        if (newestCover != RangeTombstones.UNCOVERED) {
          return false;
        }
      }
    }
    for (int level = 1; level < LEVELS; level++) {
      Table table = levels[level].tableOf(key);
      if (table != null) {
        newestCover = Math.max(newestCover, table.tombstones().cover(key, key.length, before));
        if (table.find(key, hash, before, found)) {
          return !found.delete && found.sequence > newestCover;
        }
        if (newestCover != RangeTombstones.UNCOVERED) {
          return false;
        }
      }
    }
    return false;
  }

  /** The removed ranges of all tables. */
  RangeTombstones tombstones() {
    RangeTombstones merged = tombstones;
    if (merged == null) {
      merged = RangeTombstones.merge(tables().stream().map(Table::tombstones).toList());
      tombstones = merged;
    }
    return merged;
  }

  /** Keeps the version's tables; the caller is pinned, or holds it already. */
  void hold() {
    holders.incrementAndGet();
  }

  /** Ends a hold. */
  void release() {
    if (holders.decrementAndGet() == 0) {
      for (Table table : tables()) {
        if (table.removeVersion()) {
          obsolete.accept(table);
        }
      }
    }
  }
}
