package dev.cairn.lsm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What tables remove of older ones, and whether that is worth a compaction though no level is too
 * large: what it frees must be at least a quarter of what is written again. Pure, like a picker.
 *
 * <p>A table frees those below it that lie wholly in ranges that it removes, and for each delete
 * about one entry. It frees nothing while a reader is older than its newest entry; then it is
 * awaited that the reader goes.
 */
final class Removals {
  static final int WORTH_DIVISOR = 4;

  private final List<List<TableEntry>> levels;
  private final Map<Long, RangeTombstones> ranges;
  private final Set<Long> keptForReaders;
  private final long oldestReader;
  private long awaited = Long.MAX_VALUE;

  /**
   * Makes the removals of a version.
   *
   * @param levels the tables of each level; those of the first the newest first, those of others in
   *     key order
   * @param ranges the removed ranges of the tables that have some, by the table's id
   * @param keptForReaders the tables much of which was kept for readers alone
   * @param oldestReader the sequence that the oldest reader stands at, or the greatest number
   */
  Removals(
      List<List<TableEntry>> levels,
      Map<Long, RangeTombstones> ranges,
      Set<Long> keptForReaders,
      long oldestReader) {
    this.levels = levels;
    this.ranges = ranges;
    this.keptForReaders = keptForReaders;
    this.oldestReader = oldestReader;
  }

  static Removals of(Version version, Set<Long> keptForReaders, long oldestReader) {
    Map<Long, RangeTombstones> ranges = new HashMap<>();
    for (Table table : version.tables()) {
      if (!table.tombstones().isEmpty()) {
        ranges.put(table.entry().id(), table.tombstones());
      }
    }
    return new Removals(version.entries(), ranges, keptForReaders, oldestReader);
  }

  List<List<TableEntry>> levels() {
    return levels;
  }

  /**
   * Whether it is worth to merge a table with some of those that are older.
   *
   * @param older all that the table's removals concern
   * @param inputs what the compaction reads besides the table, which may be among it
   */
  boolean isWorth(TableEntry table, List<TableEntry> older, List<TableEntry> inputs) {
    if (table.deletes() == 0) {
      return false;
    }
    RangeTombstones removed = ranges.getOrDefault(table.id(), RangeTombstones.NONE);
    long entries = older.stream().mapToLong(TableEntry::entries).sum();
    double freed =
        entries == 0
            ? 0
            : (double) CompactionPicker.bytes(older) * Math.min(table.deletes(), entries) / entries;
    long written = table.fileBytes();
    for (TableEntry input : inputs) {
      written += input.equals(table) || covers(removed, input) ? 0 : input.fileBytes();
    }
    for (TableEntry one : older) {
      freed += covers(removed, one) ? one.fileBytes() : 0;
    }
    return freed * WORTH_DIVISOR >= written && isSeenByAll(table);
  }

  private boolean isSeenByAll(TableEntry table) {
    if (table.newestSequence() < oldestReader) {
      return true;
    }
    awaited = Math.min(awaited, table.newestSequence());
    return false;
  }

  /** Whether all that a table may have lies in removed ranges, which may follow on each other. */
  private static boolean covers(RangeTombstones removed, TableEntry table) {
    byte[] from = table.lower();
    for (RangeTombstones.Fragment fragment : removed.fragments()) {
      if (Arrays.compareUnsigned(fragment.from(), from) > 0) {
        return false;
      }
      byte @Nullable [] to = fragment.to();
      if (to == null) {
        return true;
      }
      if (Arrays.compareUnsigned(from, to) < 0) {
        from = to;
      }
      byte @Nullable [] upper = table.upper();
      if (upper != null && Arrays.compareUnsigned(upper, from) <= 0) {
        return true;
      }
    }
    return false;
  }

  /**
   * Chooses a table to be written anew where it is: it has entries that a reader kept, or removals
   * that came with it when it was moved, and nothing is left below that they hide.
   */
  @Nullable Compaction pickLowest(Set<Long> busy) {
    for (int level = 1; level < Version.LEVELS; level++) {
      for (TableEntry table : levels.get(level)) {
        // Each delete goes, and an entry that it hides here, if there is one.
        boolean isWorth =
            keptForReaders.contains(table.id())
                || ranges.containsKey(table.id())
                || (table.deletes() > 0 && table.deletes() * WORTH_DIVISOR >= table.entries());
        if (isWorth
            && !busy.contains(table.id())
            && below(level, table).isEmpty()
            && isSeenByAll(table)) {
          return CompactionPicker.compaction(
              Compaction.Kind.MERGE, level, List.of(table), level, List.of());
        }
      }
    }
    return null;
  }

  /** The tables below a level that a table of it overlaps. */
  List<TableEntry> below(int level, TableEntry table) {
    List<TableEntry> below = new ArrayList<>();
    for (int deeper = level + 1; deeper < Version.LEVELS; deeper++) {
      below.addAll(overlapping(deeper, table));
    }
    return below;
  }

  /**
   * The tables of a level below the first that a table overlaps; found fast, for it is in order.
   */
  List<TableEntry> overlapping(int level, TableEntry table) {
    List<TableEntry> sorted = levels.get(level);
    int low = 0;
    int high = sorted.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted.get(middle).isBefore(table)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    int end = low;
    while (end < sorted.size() && sorted.get(end).overlaps(table)) {
      end++;
    }
    return sorted.subList(low, end);
  }

  /** The sequence that readers must have passed before more is worth a compaction. */
  long awaited() {
    return awaited;
  }
}
