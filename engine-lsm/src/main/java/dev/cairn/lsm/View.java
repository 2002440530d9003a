package dev.cairn.lsm;

import java.util.ArrayList;
import java.util.List;

/**
 * Where everything is at one instant: the memtable that is written to, those that wait for their
 * flush, newest first, and the tables. Immutable but for the first memtable; a change publishes a
 * new view.
 */
record View(Memtable active, List<Memtable> waiting, Version version) {
  /**
   * Finds the newest entry of a key that is older than a sequence. The caller is pinned.
   *
   * @return whether the key has a value
   */
  boolean find(byte[] key, long hash, long before, Found found) {
    long cover = active.tombstones().cover(key, key.length, before);
    if (active.find(key, hash, before, found)) {
      return !found.delete && found.sequence > cover;
    }
    for (int i = 0; i < waiting.size(); i++) {
      if (cover != RangeTombstones.UNCOVERED) {
        return false;
      }
      Memtable memtable = waiting.get(i);
      cover = memtable.tombstones().cover(key, key.length, before);
      if (memtable.find(key, hash, before, found)) {
        return !found.delete && found.sequence > cover;
      }
    }
    return cover == RangeTombstones.UNCOVERED && version.find(key, hash, before, cover, found);
  }

  /** The removed ranges of all parts, which follow each other in the order of the log. */
  RangeTombstones tombstones() {
    List<RangeTombstones> parts = new ArrayList<>(waiting.size() + 2);
    parts.add(active.tombstones());
    waiting.forEach(memtable -> parts.add(memtable.tombstones()));
    parts.add(version.tombstones());
    return RangeTombstones.stack(parts);
  }

  /**
   * Whether the memory of a memtable may go: whoever moves a cursor here must take another view.
   */
  boolean isStale() {
    if (active.isDropped()) {
      return true;
    }
    for (int i = 0; i < waiting.size(); i++) {
      if (waiting.get(i).isDropped()) {
        return true;
      }
    }
    return false;
  }
}
