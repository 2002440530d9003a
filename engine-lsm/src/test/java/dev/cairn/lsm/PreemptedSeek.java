package dev.cairn.lsm;

import dev.cairn.internal.memory.MemoryBudget;
import dev.cairn.testkit.edit.Preemption;
import java.util.TreeMap;

/**
 * Searches a {@link SkipList}, while at each step in turn another node is linked: what is found is
 * right for the list before or for the list after. Keys are single bytes, so that no two have the
 * same head, and no record is looked at.
 */
final class PreemptedSeek {
  private static final int KEYS = 250;
  private static final int STEP = 10;
  private static final int WANTED = 125;

  private final NodeArena arena = new NodeArena(new MemoryBudget(1 << 20), 1 << 14);
  private final SkipList list = new SkipList(arena, new LogRecords(null), new byte[0]);
  private final TreeMap<Integer, Integer> nodes = new TreeMap<>();

  private PreemptedSeek() {
    for (int key = 0; key < KEYS; key += STEP) {
      link(key);
    }
  }

  private enum Search {
    ABOVE {
      @Override
      int run(SkipList list, byte[] key) {
        return list.seek(key, key.length, 0);
      }

      @Override
      int expected(TreeMap<Integer, Integer> nodes) {
        return nodes.higherEntry(WANTED).getValue();
      }
    },
    BELOW {
      @Override
      int run(SkipList list, byte[] key) {
        return list.seekBelow(key, key.length);
      }

      @Override
      int expected(TreeMap<Integer, Integer> nodes) {
        return nodes.lowerEntry(WANTED).getValue();
      }
    };

    abstract int run(SkipList list, byte[] key);

    abstract int expected(TreeMap<Integer, Integer> nodes);
  }

  /** Tries all, and returns how often another came between. Called in classes with points. */
  static int run() {
    int count = 0;
    for (int other = 1; other < KEYS; other += 4) {
      if (other != WANTED) {
        for (Search search : Search.values()) {
          for (int point = 0; new PreemptedSeek().isReached(point, other, search); point++) {
            count++;
          }
        }
      }
    }
    return count;
  }

  private boolean isReached(int point, int other, Search search) {
    int[] found = new int[1];
    try (arena) {
      int before = search.expected(nodes);
      boolean isReached =
          Preemption.at(point, () -> link(other), () -> found[0] = search.run(list, key(WANTED)));
      int after = search.expected(nodes);
      if (found[0] != before && found[0] != after) {
        throw new AssertionError(
            "%s: %d was linked at point %d: found node %d, expected %d or %d"
                .formatted(search, other, point, found[0], before, after));
      }
      return isReached;
    }
  }

  private void link(int key) {
    list.reserve(1);
    int node = list.add(0, 0, key(key), 0, 1);
    list.link(node);
    nodes.put(key, node);
  }

  private static byte[] key(int key) {
    return new byte[] {(byte) key};
  }
}
