package dev.cairn.lsm;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tiered compaction: each table of level 0 is a sorted run, and the lowest level is the oldest run.
 * Runs of about the same size are merged to one, so an entry is written again only when the store
 * has doubled or so; reads look into more runs, and the store takes up to twice its space.
 */
final class TieredPicker implements CompactionPicker {
  static final int RUNS = 8;
  static final int BOTTOM = Version.LEVELS - 1;

  // A run is merged with newer ones that together are at least this part of it.
  private static final double SIZE_RATIO = 0.8;

  // All runs are merged when the newer ones are more than this part of the oldest.
  private static final double MAX_AMPLIFICATION = 1.0;

  private static final int SLOW_RUNS = 3 * RUNS;
  private static final int SLOWEST_RUNS = 8 * RUNS;

  @Override
  public @Nullable Compaction pick(List<List<TableEntry>> levels, Set<Long> busy) {
    List<TableEntry> runs = levels.getFirst();
    if (runs.size() < RUNS || CompactionPicker.anyBusy(runs, busy)) {
      return null;
    }
    // A store that was leveled before has tables between; they are as old as the oldest run.
    List<List<TableEntry>> older = levels.subList(1, Version.LEVELS);
    long olderBytes = older.stream().mapToLong(CompactionPicker::bytes).sum();
    if (CompactionPicker.bytes(runs) > olderBytes * MAX_AMPLIFICATION) {
      return older.stream().anyMatch(level -> CompactionPicker.anyBusy(level, busy))
          ? null
          : mergeWithOlder(runs, older);
    }
    return mergeNewest(runs);
  }

  private static Compaction mergeWithOlder(List<TableEntry> runs, List<List<TableEntry>> older) {
    List<List<TableEntry>> inputs = new ArrayList<>();
    inputs.add(runs.subList(Math.max(0, runs.size() - MAX_LEVEL_0_TABLES), runs.size()));
    inputs.addAll(older);
    return new Compaction(Compaction.Kind.MERGE, inputs, BOTTOM);
  }

  private static Compaction mergeNewest(List<TableEntry> runs) {
    int count = 1;
    long bytes = runs.getFirst().fileBytes();
    while (count < Math.min(runs.size(), MAX_LEVEL_0_TABLES)
        && bytes >= runs.get(count).fileBytes() * SIZE_RATIO) {
      bytes += runs.get(count++).fileBytes();
    }
    // If no run is small enough for those before it, the newest ones are merged all the same.
    return CompactionPicker.compaction(
        Compaction.Kind.MERGE, 0, runs.subList(0, Math.max(count, RUNS / 2)), 0, List.of());
  }

  @Override
  public @Nullable Compaction pickRemoved(Removals removals, Set<Long> busy) {
    List<List<TableEntry>> levels = removals.levels();
    List<TableEntry> runs = levels.getFirst();
    Compaction all = mergeWithOlder(runs, levels.subList(1, Version.LEVELS));
    List<TableEntry> inputs = all.tables();
    if (!CompactionPicker.anyBusy(inputs, busy)) {
      List<TableEntry> merged = all.inputs().getFirst();
      for (int i = 0; i < merged.size(); i++) {
        TableEntry run = merged.get(i);
        if (removals.isWorth(run, inputs.subList(i + 1, inputs.size()), inputs)) {
          return all;
        }
      }
    }
    return removals.pickLowest(busy);
  }

  @Override
  public double pressure(List<List<TableEntry>> levels) {
    double behind = levels.getFirst().size() - SLOW_RUNS;
    return Math.clamp(behind / (SLOWEST_RUNS - SLOW_RUNS), 0.0, 1.0);
  }

  @Override
  public int lowestLevel(List<List<TableEntry>> levels) {
    return BOTTOM;
  }
}
