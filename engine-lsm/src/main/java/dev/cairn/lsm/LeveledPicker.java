package dev.cairn.lsm;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Leveled compaction: each level is ten times as large as the one above it, and a level that is too
 * large gives a table to the next, which is merged with the tables that it overlaps there.
 *
 * <p>Of a level's tables the one goes that has the least to be merged with for its size. Tables of
 * level 0 overlap, so they go together. What overlaps nothing goes as it is, unless it must be
 * compressed where it goes.
 */
final class LeveledPicker implements CompactionPicker {
  static final int LEVEL_0_TABLES = 4;
  static final int MULTIPLIER = 10;

  // From so many tables in level 0 on writes are slowed, more and more up to the other number.
  private static final int SLOW_TABLES = 12;
  private static final int SLOWEST_TABLES = 36;

  // How many times its size a level may have before it slows writes, and up to which.
  private static final double SLOW_SCORE = 4;
  private static final double SLOWEST_SCORE = 16;

  private final long baseBytes;
  private final int compressedFromLevel;

  /**
   * Makes a picker.
   *
   * @param baseBytes how large level 1 may be
   * @param compressedFromLevel into this level no table comes as it is
   */
  LeveledPicker(long baseBytes, int compressedFromLevel) {
    this.baseBytes = baseBytes;
    this.compressedFromLevel = compressedFromLevel;
  }

  private double score(List<List<TableEntry>> levels, int level) {
    if (level == 0) {
      return (double) levels.getFirst().size() / LEVEL_0_TABLES;
    }
    return CompactionPicker.bytes(levels.get(level))
        / (baseBytes * Math.pow(MULTIPLIER, level - 1));
  }

  @Override
  public @Nullable Compaction pick(List<List<TableEntry>> levels, Set<Long> busy) {
    Compaction best = null;
    double bestScore = 0;
    for (int level = 0; level < Version.LEVELS - 1; level++) {
      double score = score(levels, level);
      if (score >= 1 && score > bestScore) {
        Compaction compaction = level == 0 ? pickLevel0(levels, busy) : pick(levels, level, busy);
        if (compaction != null) {
          best = compaction;
          bestScore = score;
        }
      }
    }
    return best;
  }

  private @Nullable Compaction pickLevel0(List<List<TableEntry>> levels, Set<Long> busy) {
    List<TableEntry> newestFirst = levels.get(0);
    if (newestFirst.isEmpty()) {
      return null;
    }
    // The oldest, if not all: what stays is newer, and stays above what comes of them.
    List<TableEntry> tables =
        newestFirst.subList(
            Math.max(0, newestFirst.size() - MAX_LEVEL_0_TABLES), newestFirst.size());
    if (CompactionPicker.anyBusy(tables, busy)) {
      return null;
    }
    if (mayMoveTo(1)
        && areDisjoint(tables)
        && CompactionPicker.overlapping(levels.get(1), tables).isEmpty()) {
      return CompactionPicker.compaction(Compaction.Kind.MOVE, 0, tables, 1, List.of());
    }
    List<TableEntry> next = CompactionPicker.within(levels.get(1), tables);
    return CompactionPicker.anyBusy(next, busy)
        ? null
        : CompactionPicker.compaction(Compaction.Kind.MERGE, 0, tables, 1, next);
  }

  private boolean mayMoveTo(int level) {
    return level != compressedFromLevel;
  }

  private static boolean areDisjoint(List<TableEntry> tables) {
    for (int i = 0; i < tables.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (tables.get(i).overlaps(tables.get(j))) {
          return false;
        }
      }
    }
    return true;
  }

  private @Nullable Compaction pick(List<List<TableEntry>> levels, int level, Set<Long> busy) {
    TableEntry best = null;
    List<TableEntry> bestNext = List.of();
    double bestRatio = Double.MAX_VALUE;
    for (TableEntry table : levels.get(level)) {
      List<TableEntry> next = CompactionPicker.overlapping(levels.get(level + 1), List.of(table));
      double ratio = (double) CompactionPicker.bytes(next) / table.fileBytes();
      if (ratio < bestRatio
          && !busy.contains(table.id())
          && !CompactionPicker.anyBusy(next, busy)) {
        best = table;
        bestNext = next;
        bestRatio = ratio;
      }
    }
    return best == null ? null : down(level, best, bestNext);
  }

  private Compaction down(int level, TableEntry table, List<TableEntry> next) {
    return CompactionPicker.compaction(
        next.isEmpty() && mayMoveTo(level + 1) ? Compaction.Kind.MOVE : Compaction.Kind.MERGE,
        level,
        List.of(table),
        level + 1,
        next);
  }

  @Override
  public @Nullable Compaction pickRemoved(Removals removals, Set<Long> busy) {
    List<List<TableEntry>> levels = removals.levels();
    Compaction level0 = pickLevel0(levels, busy);
    if (level0 != null) {
      List<TableEntry> inputs = level0.tables();
      for (TableEntry table : level0.inputs().getFirst()) {
        if (removals.isWorth(table, removals.below(0, table), inputs)) {
          return level0;
        }
      }
    }
    // Each step brings the removals a level lower, until nothing lies below them.
    for (int level = 1; level < Version.LEVELS - 1; level++) {
      for (TableEntry table : levels.get(level)) {
        if (table.deletes() > 0 && !busy.contains(table.id())) {
          List<TableEntry> next = removals.overlapping(level + 1, table);
          List<TableEntry> below = removals.below(level, table);
          if (!below.isEmpty()
              && !CompactionPicker.anyBusy(next, busy)
              && removals.isWorth(table, below, next)) {
            return down(level, table, next);
          }
        }
      }
    }
    return removals.pickLowest(busy);
  }

  @Override
  public double pressure(List<List<TableEntry>> levels) {
    double pressure =
        (double) (levels.getFirst().size() - SLOW_TABLES) / (SLOWEST_TABLES - SLOW_TABLES);
    for (int level = 1; level < Version.LEVELS - 1; level++) {
      pressure =
          Math.max(pressure, (score(levels, level) - SLOW_SCORE) / (SLOWEST_SCORE - SLOW_SCORE));
    }
    return Math.clamp(pressure, 0.0, 1.0);
  }

  @Override
  public int lowestLevel(List<List<TableEntry>> levels) {
    int lowest = Version.LEVELS - 1;
    while (lowest > 1 && levels.get(lowest).isEmpty()) {
      lowest--;
    }
    return lowest;
  }
}
