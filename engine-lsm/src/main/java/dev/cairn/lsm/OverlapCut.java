package dev.cairn.lsm;

import java.util.Arrays;
import java.util.List;

/**
 * Ends a table when it is large enough, or when it overlaps so much of the level below that to
 * compact it would be expensive.
 */
final class OverlapCut implements TableOutput.Cut {
  private final List<TableEntry> below;
  private final long tableBytes;
  private final long maxOverlapBytes;
  private boolean begun;
  private int next;
  private long overlapBytes;

  OverlapCut(List<TableEntry> below, long tableBytes, long maxOverlapBytes) {
    this.below = below;
    this.tableBytes = tableBytes;
    this.maxOverlapBytes = maxOverlapBytes;
  }

  @Override
  public boolean isDue(TableWriter writer, EntryCursor entry) {
    while (next < below.size() && isBelow(below.get(next), entry)) {
      overlapBytes += below.get(next++).fileBytes();
    }
    if (!begun) {
      begun = true; // What lies before the first table is none of its overlap.
      overlapBytes = 0;
    }
    if (writer.fileBytes() < tableBytes && overlapBytes < maxOverlapBytes) {
      return false;
    }
    overlapBytes = 0;
    return true;
  }

  private static boolean isBelow(TableEntry table, EntryCursor entry) {
    byte[] upper = table.upper();
    return upper != null
        && Arrays.compareUnsigned(upper, 0, upper.length, entry.key, 0, entry.keyBytes) <= 0;
  }
}
