package dev.cairn.lsm;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the newest tables up to a size and deletes older ones whole: for data that is worthless
 * when it is old. Nothing is ever written again.
 */
final class FifoPicker implements CompactionPicker {
  private final long maxBytes;

  FifoPicker(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  @Override
  public @Nullable Compaction pick(List<List<TableEntry>> levels, Set<Long> busy) {
    List<TableEntry> newestFirst = levels.getFirst();
    long bytes = 0;
    List<TableEntry> old = new ArrayList<>();
    for (TableEntry table : newestFirst) {
      bytes += table.fileBytes();
      if (bytes > maxBytes && !busy.contains(table.id())) {
        old.add(table);
      }
    }
    return old.isEmpty()
        ? null
        : CompactionPicker.compaction(Compaction.Kind.DROP, 0, old, 0, List.of());
  }

  @Override
  public double pressure(List<List<TableEntry>> levels) {
    return 0;
  }

  @Override
  public int lowestLevel(List<List<TableEntry>> levels) {
    return -1;
  }
}
