package dev.cairn.lsm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Chooses what to compact next. Pure: sees what the manifest has of the tables, and does nothing.
 */
sealed interface CompactionPicker permits LeveledPicker, TieredPicker, FifoPicker {
  /** The most tables of level 0 that one compaction reads: each takes some of the budget. */
  int MAX_LEVEL_0_TABLES = 12;

  /**
   * Chooses a compaction.
   *
   * @param levels the tables of each level; those of the first the newest first
   * @param busy the tables that a running compaction reads
   * @return the most urgent one, or null if none is worth it or possible now
   */
  @Nullable Compaction pick(List<List<TableEntry>> levels, Set<Long> busy);

  /**
   * Chooses a compaction that frees what was removed, though nothing is too large.
   *
   * @param removals what the tables remove
   * @param busy the tables that a running compaction reads
   * @return one, or null if none is worth it or possible now
   */
  @Nullable Compaction pickRemoved(Removals removals, Set<Long> busy);

  /**
   * How far compaction has fallen behind.
   *
   * @param levels the tables of each level
   * @return 0 if it has not, 1 if writes should be as slow as they can be
   */
  double pressure(List<List<TableEntry>> levels);

  /**
   * Where all entries of a range go when they are written anew.
   *
   * @param levels the tables of each level
   * @return a level below which there are no tables, or -1 if nothing is ever written anew
   */
  int lowestLevel(List<List<TableEntry>> levels);

  /** The tables of a level that overlap any of some others. */
  static List<TableEntry> overlapping(List<TableEntry> level, List<TableEntry> others) {
    return level.stream().filter(table -> others.stream().anyMatch(table::overlaps)).toList();
  }

  /**
   * The tables of a level that lie between the least and the greatest key of some others. What
   * comes of these may reach over any gap between them.
   */
  static List<TableEntry> within(List<TableEntry> level, List<TableEntry> others) {
    byte[] lower = others.getFirst().lower();
    byte @Nullable [] upper = others.getFirst().upper();
    for (TableEntry other : others) {
      lower = Arrays.compareUnsigned(other.lower(), lower) < 0 ? other.lower() : lower;
      upper = greatest(upper, other.upper());
    }
    byte[] from = lower;
    byte @Nullable [] to = upper;
    return level.stream().filter(table -> table.overlaps(from, to)).toList();
  }

  private static byte @Nullable [] greatest(byte @Nullable [] a, byte @Nullable [] b) {
    if (a == null || b == null) {
      return null;
    }
    return Arrays.compareUnsigned(a, b) < 0 ? b : a;
  }

  static boolean anyBusy(List<TableEntry> tables, Set<Long> busy) {
    return tables.stream().anyMatch(table -> busy.contains(table.id()));
  }

  static long bytes(List<TableEntry> tables) {
    return tables.stream().mapToLong(TableEntry::fileBytes).sum();
  }

  static Compaction compaction(
      Compaction.Kind kind,
      int level,
      List<TableEntry> tables,
      int nextLevel,
      List<TableEntry> next) {
    List<List<TableEntry>> inputs = new ArrayList<>();
    for (int i = 0; i < Version.LEVELS; i++) {
      List<TableEntry> at = new ArrayList<>();
      if (i == level) {
        at.addAll(tables);
      }
      if (i == nextLevel) {
        at.addAll(next);
      }
      inputs.add(at);
    }
    return new Compaction(kind, inputs, nextLevel);
  }

  /**
   * All that must be written anew so that no entry of a range lies above the lowest level that has
   * tables: what overlaps the range, and what overlaps that.
   *
   * @param lowest where all of it goes: no level below it has tables
   * @return the compaction, or null if there is nothing to do
   */
  static @Nullable Compaction wholeRange(
      List<List<TableEntry>> levels, byte[] from, byte @Nullable [] to, int lowest) {
    byte[] lower = from;
    byte @Nullable [] upper = to;
    List<List<TableEntry>> inputs = List.of();
    for (int found = -1; ; ) {
      byte[] start = lower;
      byte @Nullable [] end = upper;
      inputs =
          levels.stream()
              .map(level -> level.stream().filter(table -> table.overlaps(start, end)).toList())
              .toList();
      List<TableEntry> all = inputs.stream().flatMap(List::stream).toList();
      if (all.size() == found) {
        break;
      }
      found = all.size();
      for (TableEntry table : all) {
        lower = Arrays.compareUnsigned(table.lower(), lower) < 0 ? table.lower() : lower;
        upper = greatest(upper, table.upper());
      }
    }
    return inputs.stream().allMatch(List::isEmpty)
        ? null
        : new Compaction(Compaction.Kind.MERGE, inputs, lowest);
  }
}
