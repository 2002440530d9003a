package dev.cairn.bptree;

import dev.cairn.StoreException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The leaves of some keys. All ways go down a level before one goes down the next, and what each
 * needs there is touched for all of them first: so their cache misses overlap. A key whose way was
 * disturbed, or led to a page that was not in memory, has no leaf here.
 */
final class LeavesAhead {
  /** For how many keys. */
  static final int KEYS = 16;

  private final TreeReader reader;
  private final Tree tree;
  private final int[] frames = new int[KEYS];
  private final long[] versions = new long[KEYS];
  private final long[] steps = new long[KEYS];

  LeavesAhead(TreeReader reader, Tree tree) {
    this.reader = reader;
    this.tree = tree;
  }

  /** The frame of the leaf of a key, or {@link TreeReader#NONE}. */
  int frame(int i) {
    return frames[i];
  }

  /** The version that the leaf had. */
  long version(int i) {
    return versions[i];
  }

  /** Finds the leaves of keys, of one at least and {@link #KEYS} at most. */
  void find(List<byte[]> keys, @Nullable View view) {
    long root = view == null ? tree.root() : view.root();
    int count = keys.size();
    frames[0] = tryRoot(root, view);
    Arrays.fill(frames, 1, count, frames[0]);
    Arrays.fill(versions, 1, count, versions[0]);
    Arrays.fill(steps, 0, count, Step.toRoot(Tree.rootId(root)));
    for (int level = Tree.rootLevel(root); level > 0; level--) {
      for (int i = 0; i < count; i++) {
        touchExpected(i);
      }
      for (int i = 0; i < count; i++) {
        search(keys.get(i), i);
      }
      for (int i = 0; i < count; i++) {
        if (frames[i] != TreeReader.NONE) {
          reader.touchPage(Step.child(steps[i]), level - 1);
        }
      }
      for (int i = 0; i < count; i++) {
        enter(i, level - 1);
      }
    }
  }

  private int tryRoot(long root, @Nullable View view) {
    try {
      return reader.tryRoot(root, view, versions);
    } catch (Restart | StoreException disturbed) {
      return TreeReader.NONE;
    }
  }

  private void touchExpected(int i) {
    if (frames[i] != TreeReader.NONE) {
      try {
        reader.touchExpected(frames[i], steps[i]);
      } catch (IndexOutOfBoundsException disturbed) {
        frames[i] = TreeReader.NONE;
      }
    }
  }

  private void search(byte[] key, int i) {
    if (frames[i] != TreeReader.NONE) {
      try {
        steps[i] = reader.search(frames[i], key, 0, key.length, steps[i]);
      } catch (Restart | IndexOutOfBoundsException | StoreException disturbed) {
        frames[i] = TreeReader.NONE;
      }
    }
  }

  private void enter(int i, int level) {
    if (frames[i] != TreeReader.NONE) {
      try {
        frames[i] = reader.enter(frames[i], versions[i], steps[i], level, versions, i);
      } catch (Restart | IndexOutOfBoundsException | StoreException disturbed) {
        frames[i] = TreeReader.NONE;
      }
    }
  }
}
