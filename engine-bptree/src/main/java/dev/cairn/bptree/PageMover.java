package dev.cairn.bptree;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Moves pages to lower ids, so that the file can end earlier. The writer's own. */
final class PageMover {
  private final TreeWriter writer;
  private final TreePath path;
  private final ChainWriter chains;
  private final TreeReader reader;

  // Keys of the leaf.
  private List<byte[]> chained = List.of();

  PageMover(TreeWriter writer, TreePath path, ChainWriter chains, TreeReader reader) {
    this.writer = writer;
    this.path = path;
    this.chains = chains;
    this.reader = reader;
  }

  /**
   * Goes to the leaf of a key, and finds what is to be moved there. Changes nothing.
   *
   * @param limit ids at it or above are to be lower
   * @return where the next leaf begins, or null behind the last
   */
  byte @Nullable [] seek(byte[] key, int limit) {
    writer.reserve(0, 0);
    writer.seek(key, 0, key.length);
    path.holdAbove(path.leafDepth());
    chained = keysOfChains(limit);
    return writer.separatorBehind();
  }

  /** The keys of that leaf whose chains reach the limit: they move by being written once more. */
  List<byte[]> chained() {
    return chained;
  }

  /** Moves to lower ids, where there are free ones, the pages on the way there. */
  void move(int limit) {
    for (int depth = 0; depth <= path.leafDepth(); depth++) {
      if (path.id(depth) >= limit && !path.isLocked(path.frame(depth))) {
        writer.move(depth);
      }
    }
  }

  /** The keys of the leaf whose chains reach a limit. */
  private List<byte[]> keysOfChains(int limit) {
    MemorySegment m = path.memory(path.leafDepth());
    long at = path.base(path.leafDepth());
    List<byte[]> keys = new ArrayList<>();
    for (int i = 0; i < Page.count(m, at); i++) {
      if (chains.reaches(writer.chainOf(m, at, i), limit)) {
        keys.add(reader.keyCopy(m, at, i));
      }
    }
    return keys;
  }
}
