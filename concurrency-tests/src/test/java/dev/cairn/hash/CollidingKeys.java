package dev.cairn.hash;

/**
 * What the two threads of the races for missed keys do: one removes a key and adds another, while
 * the other thread searches a third that is there all the while. All have one hash.
 */
final class CollidingKeys {
  static final int KEYS = 4;
  static final double LOAD = 0.8;

  private static final long HASH = -1;
  private static final long REMOVED = 1;
  private static final long STAYING = 2;
  private static final long ADDED = 3;

  private CollidingKeys() {}

  /** Adds the keys that are there at first to an empty table. */
  static Table in(Table table) {
    table.add(HASH, REMOVED);
    table.add(HASH, STAYING);
    return table;
  }

  static void write(Table table) {
    table.delete(HASH, table.find(HASH, REMOVED));
    table.add(HASH, ADDED);
  }

  /** The key that stays, as {@link Lookup} searches it: 2 found, 0 missed, -1 not sure. */
  static long search(Table table) {
    int moves = table.moves();
    for (long position = table.firstMatch(HASH);
        position != Table.NONE;
        position = table.nextMatch(HASH, position)) {
      if (SlotFormat.address(table.slot(position)) == STAYING) {
        return STAYING;
      }
    }
    return (moves & 1) == 0 && table.moves() == moves ? 0 : -1;
  }
}
