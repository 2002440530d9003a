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

  PageMover(TreeWriter writer, TreePath path, ChainWriter chains, TreeReader reader) {
    this.writer = writer;
    this.path = path;
    this.chains = chains;
    this.reader = reader;
  }

  /**
   * Moves to lower ids, where there are free ones, the pages on the way to a key, and the chains of
   * its leaf, that are at a limit or above.
   *
   * @return where the next leaf begins, or null behind the last
   */
  byte @Nullable [] move(byte[] key, int limit) {
    writer.seek(key, 0, key.length);
    byte @Nullable [] next = writer.separatorBehind();
    for (int depth = 0; depth <= path.leafDepth(); depth++) {
      if (path.id(depth) >= limit && !path.isLocked(path.frame(depth))) {
        writer.move(depth);
      }
    }
    for (byte[] chained : keysOfChains(limit)) {
      writer.seek(chained, 0, chained.length);
      byte[] value = writer.value();
      if (value != null) {
        writer.reserve(chained.length, value.length);
        writer.put(value, 0, value.length);
      }
    }
    return next;
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
