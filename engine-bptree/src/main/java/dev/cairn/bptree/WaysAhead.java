package dev.cairn.bptree;

import dev.cairn.internal.record.BatchReader;
import java.util.Arrays;

/**
 * The ways down to the leaves of the next keys of a batch. They are found for some keys at once, a
 * level of all before the next one, so that their cache misses overlap, and gone again when their
 * keys' turn comes: at each depth through the child with the same index, without another search.
 * The writer's own.
 */
final class WaysAhead {
  /** For how many keys. */
  static final int KEYS = 16;

  private final Tree tree;
  private final TreeReader reader;

  private final boolean[] isKnown = new boolean[KEYS];
  private final int[] keyOffsets = new int[KEYS];
  private final int[] keyLengths = new int[KEYS];
  private final long[] steps = new long[KEYS];

  // Of each key as many as there are depths above the leaves.
  private int[] indexes = {};
  private int depths;

  WaysAhead(Tree tree, TreeReader reader) {
    this.tree = tree;
    this.reader = reader;
  }

  /** Finds the ways of the next keys. No page is locked. */
  void find(BatchReader keys) {
    forgetAll();
    depths = Tree.rootLevel(tree.root());
    if (indexes.length < KEYS * depths) {
      indexes = new int[KEYS * depths];
    }
    int count = 0;
    while (count < KEYS && keys.next()) {
      keyOffsets[count] = keys.keyOffset();
      keyLengths[count] = keys.keyBytes();
      steps[count++] = Step.toRoot(Tree.rootId(tree.root()));
    }
    for (int depth = 0; depth < depths; depth++) {
      int level = depths - depth;
      for (int i = 0; i < count; i++) {
        steps[i] = reader.stepDown(steps[i], level, keys.bytes(), keyOffsets[i], keyLengths[i]);
        indexes[i * depths + depth] = Step.index(steps[i]);
      }
      for (int i = 0; i < count; i++) {
        reader.touchPage(Step.child(steps[i]), level - 1);
      }
    }
    for (int i = 0; i < count; i++) {
      reader.touchRoom(Step.child(steps[i]));
    }
    Arrays.fill(isKnown, 0, count, true);
  }

  /** Passes over as many keys, of which no way is known. */
  void skip(BatchReader keys) {
    forgetAll();
    for (int i = 0; i < KEYS && keys.next(); i++) {
      // Only to the next.
    }
  }

  boolean isKnown(int i) {
    return isKnown[i];
  }

  /** The index of the child that a way goes through. */
  int index(int i, int depth) {
    return indexes[i * depths + depth];
  }

  /** Pages were split or joined: the children have other indexes, or other keys. */
  void forgetAll() {
    Arrays.fill(isKnown, false);
  }
}
