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
  /**
   * Chooses a compaction.
   *
   * @param levels the tables of each level; those of the first the newest first
   * @param busy the tables that a running compaction reads
   * @return the most urgent one, or null if none is worth it or possible now
   */
  @Nullable Compaction pick(List<List<TableEntry>> levels, Set<Long> busy);

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
        byte @Nullable [] tableUpper = table.upper();
        lower = Arrays.compareUnsigned(table.lower(), lower) < 0 ? table.lower() : lower;
        if (upper != null
            && (tableUpper == null || Arrays.compareUnsigned(tableUpper, upper) > 0)) {
          upper = tableUpper;
        }
      }
    }
    return inputs.stream().allMatch(List::isEmpty)
        ? null
        : new Compaction(Compaction.Kind.MERGE, inputs, lowest);
  }
}
