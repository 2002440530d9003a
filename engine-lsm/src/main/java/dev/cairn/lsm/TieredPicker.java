package dev.cairn.lsm;

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
    List<TableEntry> bottom = levels.get(BOTTOM);
    if (runs.size() < RUNS || CompactionPicker.anyBusy(runs, busy)) {
      return null;
    }
    long newerBytes = CompactionPicker.bytes(runs);
    if (newerBytes > CompactionPicker.bytes(bottom) * MAX_AMPLIFICATION) {
      return CompactionPicker.anyBusy(bottom, busy)
          ? null
          : CompactionPicker.compaction(Compaction.Kind.MERGE, 0, runs, BOTTOM, bottom);
    }
    int count = 1;
    long bytes = runs.getFirst().fileBytes();
    while (count < runs.size() && bytes >= runs.get(count).fileBytes() * SIZE_RATIO) {
      bytes += runs.get(count++).fileBytes();
    }
    // If no run is small enough for those before it, the newest ones are merged all the same.
    return CompactionPicker.compaction(
        Compaction.Kind.MERGE, 0, runs.subList(0, Math.max(count, RUNS / 2)), 0, List.of());
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
