package dev.cairn.lsm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tables of a level below the first, in key order. None overlaps another, so at most one can
 * hold a key. Immutable.
 */
final class Level {
  static final Level EMPTY = new Level(List.of());

  private final List<Table> tables;

  // The upper ends; the last table may have none, and is left out then.
  private final byte[][] uppers;
  private final KeyHeads heads;

  Level(List<Table> tables) {
    this.tables = List.copyOf(tables);
    List<byte[]> ends = new ArrayList<>();
    for (Table table : tables) {
      byte[] upper = table.entry().upper();
      if (upper != null) {
        ends.add(upper);
      }
    }
    this.uppers = ends.toArray(new byte[0][]);
    this.heads = new KeyHeads(uppers.length);
    this.heads.fill(uppers);
  }

  List<Table> tables() {
    return tables;
  }

  /** The place of the first table whose upper end is above a key; the count if there is none. */
  int firstAbove(byte[] key, int keyBytes) {
    int i = heads.firstNotLess(uppers, key, keyBytes);
    if (i < uppers.length && Arrays.equals(uppers[i], 0, uppers[i].length, key, 0, keyBytes)) {
      i++;
    }
    return i;
  }

  /** The table that may hold a key, or null. */
  @Nullable Table tableOf(byte[] key) {
    int i = firstAbove(key, key.length);
    if (i == tables.size()) {
      return null;
    }
    Table table = tables.get(i);
    return Arrays.compareUnsigned(table.entry().lower(), key) <= 0 ? table : null;
  }
}
