package dev.cairn.bptree;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Builds a tree from its leaves up, of pairs that come in the order of their keys. Every page but
 * the last of each level is full.
 */
final class BulkBuilder {
  private final PageShape shape;
  private final PageEdit edit;
  private final PageSink sink;
  private final List<Level> inner = new ArrayList<>();
  private final BulkPage leaf;
  private byte @Nullable [] previous;
  private byte[] leafSeparator = {};
  private long count;

  /** An inner level: the page that is being filled, and what tells it from the one before. */
  private static final class Level {
    private final BulkPage page;
    private byte[] separator = {};
    private int firstChild;
    private boolean isBegun;

    private Level(BulkPage page) {
      this.page = page;
    }
  }

  BulkBuilder(PageShape shape, PageSink sink) {
    this.shape = shape;
    this.sink = sink;
    this.edit = new PageEdit(shape, MemorySegment.NULL); // Pages are filled in order here.
    this.leaf = new BulkPage(shape, edit);
  }

  /** Adds the next pair; the arrays must not change. */
  void add(byte[] key, byte[] value) {
    if (previous != null && Arrays.compareUnsigned(previous, key) >= 0) {
      HexFormat hex = HexFormat.of();
      throw new IllegalArgumentException(
          "pair %d: expected a key above %s, found %s"
              .formatted(count, hex.formatHex(previous), hex.formatHex(key)));
    }
    NewCell cell = new NewCell();
    cell.setKey(key, 0, key.length, shape);
    if (cell.inlineBytes < key.length) {
      cell.setChain(PageFormat.CHAINED_KEY, value.length, addChain(key, cell.inlineBytes, value));
    } else if ((long) cell.bytes(0) + value.length <= shape.maxCellBytes()) {
      cell.setValue(value, 0, value.length);
    } else {
      cell.setChain(PageFormat.CHAINED, value.length, addChain(key, key.length, value));
    }
    if (!leaf.tryAdd(cell)) {
      endLeaf();
      leafSeparator = separator(previous, key);
      leaf.add(cell);
    }
    previous = key;
    count++;
  }

  /** The shortest key that is behind one key and not behind the next. */
  private static byte[] separator(byte @Nullable [] before, byte[] key) {
    int different = before == null ? 0 : Arrays.mismatch(before, key);
    return Arrays.copyOf(key, different + 1);
  }

  /**
   * Adds a chain of a key from an index on, and a value; the last page first, as each names the
   * next.
   */
  private int addChain(byte[] key, int keyFrom, byte[] value) {
    long bytes = (long) key.length - keyFrom + value.length;
    int next = 0;
    for (int page = shape.chainPages(bytes) - 1; page >= 0; page--) {
      long from = (long) page * shape.contentBytes();
      int contentBytes = (int) Math.min(shape.contentBytes(), bytes - from);
      int link = next;
      next =
          sink.add(
              PageFormat.CHAIN,
              0,
              (m, at) -> {
                PageEdit.setLink(m, at, link);
                m.set(PageFormat.INT, at + PageFormat.CONTENT_BYTES_OFFSET, contentBytes);
                long target = at + PageFormat.HEADER_BYTES;
                int keyRest = key.length - keyFrom;
                int ofKey = (int) Math.clamp(keyRest - from, 0, (long) contentBytes);
                MemorySegment.copy(
                    key,
                    keyFrom + (int) Math.min(from, keyRest),
                    m,
                    ValueLayout.JAVA_BYTE,
                    target,
                    ofKey);
                MemorySegment.copy(
                    value,
                    (int) Math.max(0, from - keyRest),
                    m,
                    ValueLayout.JAVA_BYTE,
                    target + ofKey,
                    contentBytes - ofKey);
              });
    }
    return next;
  }

  private void endLeaf() {
    int id = sink.add(PageFormat.LEAF, 0, leaf::build);
    addChild(0, leafSeparator, id);
  }

  private void addChild(int innerLevel, byte[] separator, int child) {
    if (innerLevel == inner.size()) {
      inner.add(new Level(new BulkPage(shape, edit)));
    }
    Level level = inner.get(innerLevel);
    if (level.isBegun && !tryAdd(level, separator, child)) {
      endInner(innerLevel);
    }
    if (!level.isBegun) {
      level.isBegun = true;
      level.separator = separator;
      level.firstChild = child;
    }
  }

  private boolean tryAdd(Level level, byte[] separator, int child) {
    if (level.page.count() + 2 > shape.maxChildren()) {
      return false;
    }
    NewCell cell = new NewCell();
    cell.setKey(separator, 0, separator.length, shape);
    boolean hasChain = cell.inlineBytes < separator.length;
    if (hasChain) {
      cell.setChain(PageFormat.CHAINED_KEY, child, 0);
    } else {
      cell.setChild(child);
    }
    if (!level.page.hasRoom(cell)) {
      return false;
    }
    if (hasChain) { // Not before there is room: a chain without an owner would stay for ever.
      int chain = addChain(separator, cell.inlineBytes, new byte[0]);
      cell.setChain(PageFormat.CHAINED_KEY, child, chain);
    }
    level.page.add(cell);
    return true;
  }

  private void endInner(int innerLevel) {
    Level level = inner.get(innerLevel);
    int id =
        sink.add(
            PageFormat.INNER,
            innerLevel + 1,
            (m, at) -> {
              PageEdit.setLink(m, at, level.firstChild);
              level.page.build(m, at);
            });
    level.isBegun = false;
    addChild(innerLevel + 1, level.separator, id);
  }

  /**
   * Ends all pages.
   *
   * @return the root, as {@link Tree#root} has it
   */
  long finish() {
    if (inner.isEmpty()) {
      return Tree.root(sink.add(PageFormat.LEAF, 0, leaf::build), 0);
    }
    if (leaf.count() > 0) {
      endLeaf();
    }
    for (int i = 0; ; i++) {
      Level level = inner.get(i);
      if (i == inner.size() - 1 && level.page.count() == 0) {
        return Tree.root(level.firstChild, i);
      }
      endInner(i);
    }
  }

  long count() {
    return count;
  }
}
