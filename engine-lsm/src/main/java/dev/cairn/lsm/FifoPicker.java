package dev.cairn.lsm;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the newest tables up to a size and deletes older ones whole: for data that is worthless
 * when it is old. Nothing is ever written again.
 *
 * <p>A table goes only with all that are older than it: it may have the delete of what they say. A
 * store that was leveled before has its oldest tables in its deepest levels; those of one of these
 * levels have no key in common, so they may go in any order.
 */
final class FifoPicker implements CompactionPicker {
  private final long maxBytes;

  FifoPicker(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  @Override
  public @Nullable Compaction pick(List<List<TableEntry>> levels, Set<Long> busy) {
    long bytes = levels.stream().mapToLong(CompactionPicker::bytes).sum();
    List<List<TableEntry>> old = new ArrayList<>();
    boolean isAny = false;
    for (int level = Version.LEVELS - 1; level >= 0; level--) {
      List<TableEntry> going = new ArrayList<>();
      for (TableEntry table : oldestFirst(levels, level)) {
        if (bytes <= maxBytes) {
          break;
        }
        if (busy.contains(table.id())) {
          return null; // It goes already; what is newer must not go before it.
        }
        going.add(table);
        bytes -= table.fileBytes();
        isAny = true;
      }
      old.addFirst(going);
    }
    return isAny ? new Compaction(Compaction.Kind.DROP, old, 0) : null;
  }

  private static List<TableEntry> oldestFirst(List<List<TableEntry>> levels, int level) {
    return level == 0
        ? levels.getFirst().reversed()
        : levels.get(level).stream()
            .sorted(Comparator.comparingLong(TableEntry::newestSequence))
            .toList();
  }

  @Override
  public @Nullable Compaction pickRemoved(Removals removals, Set<Long> busy) {
    return null;
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
