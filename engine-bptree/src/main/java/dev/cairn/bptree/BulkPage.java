package dev.cairn.bptree;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The cells that will be the next page of a level that is built from its first page to its last.
 */
final class BulkPage {
  private static final int ENTRY_BYTES = PageFormat.HEAD_BYTES + PageFormat.SLOT_BYTES;

  private final PageShape shape;
  private final PageEdit edit;
  private final List<NewCell> cells = new ArrayList<>();
  private int prefixBytes;
  private int bytes = PageFormat.HEADER_BYTES;

  BulkPage(PageShape shape, PageEdit edit) {
    this.shape = shape;
    this.edit = edit;
  }

  int count() {
    return cells.size();
  }

  /** Adds a cell behind the others if there is room for it. */
  boolean tryAdd(NewCell cell) {
    if (!hasRoom(cell)) {
      return false;
    }
    add(cell);
    return true;
  }

  boolean hasRoom(NewCell cell) {
    return bytesWith(cell, prefixWith(cell)) <= shape.pageBytes();
  }

  /** Adds a cell that there is room for. */
  void add(NewCell cell) {
    int prefixThen = prefixWith(cell);
    bytes = bytesWith(cell, prefixThen);
    prefixBytes = prefixThen;
    cells.add(cell);
  }

  private int prefixWith(NewCell cell) {
    return cells.isEmpty() ? 0 : commonBytes(cells.getFirst(), cell);
  }

  private int bytesWith(NewCell cell, int prefixThen) {
    int bytesThen = bytes;
    if (prefixThen != prefixBytes) {
      bytesThen = PageFormat.HEADER_BYTES + prefixThen;
      for (NewCell before : cells) {
        bytesThen += ENTRY_BYTES + before.bytes(prefixThen);
      }
    }
    return bytesThen + ENTRY_BYTES + cell.bytes(prefixThen);
  }

  private int commonBytes(NewCell first, NewCell last) {
    int common = Math.min(first.inlineBytes, last.inlineBytes);
    int different =
        Arrays.mismatch(
            first.key,
            first.keyFrom,
            first.keyFrom + common,
            last.key,
            last.keyFrom,
            last.keyFrom + common);
    return Math.min(different < 0 ? common : different, shape.maxPrefixBytes());
  }

  /** Fills a page that has no cells yet, and begins the next. */
  void build(MemorySegment m, long at) {
    byte[] prefix = {};
    if (prefixBytes > 0) {
      NewCell first = cells.getFirst();
      prefix = Arrays.copyOfRange(first.key, first.keyFrom, first.keyFrom + prefixBytes);
    }
    edit.begin(m, at, cells.size(), prefix, prefixBytes);
    for (int i = 0; i < cells.size(); i++) {
      edit.append(m, at, i, cells.get(i));
    }
    cells.clear();
    prefixBytes = 0;
    bytes = PageFormat.HEADER_BYTES;
  }
}
