package dev.cairn.bptree;

import static dev.cairn.bptree.PageFormat.HEADER_BYTES;

import dev.cairn.CorruptionException;
import dev.cairn.Limits;
import java.lang.foreign.MemorySegment;

/**
 * What must hold of the bytes of a page before anything follows its offsets, whoever made its
 * checksum.
 */
final class PageCheck {
  private PageCheck() {}

  static void requireSound(String file, long position, PageShape shape, MemorySegment m, long at) {
    switch (Page.kind(m, at)) {
      case PageFormat.LEAF, PageFormat.INNER -> requireSoundCells(file, position, shape, m, at);
      // A chain whose pages had nothing could go on for ever.
      case PageFormat.CHAIN -> requireContent(file, position, shape, 1, Page.contentBytes(m, at));
      case PageFormat.MAP -> requireContent(file, position, shape, 0, Page.contentBytes(m, at));
      default -> require(file, position, "kind", false, Page.kind(m, at));
    }
  }

  private static void requireContent(
      String file, long position, PageShape shape, int leastBytes, int bytes) {
    require(file, position, "content", bytes >= leastBytes && bytes <= shape.contentBytes(), bytes);
  }

  private static void requireSoundCells(
      String file, long position, PageShape shape, MemorySegment m, long at) {
    int count = Page.count(m, at);
    int prefixBytes = Page.prefixBytes(m, at);
    int heap = Page.heap(m, at);
    int end = shape.pageBytes() - prefixBytes;
    int slotsEnd = HEADER_BYTES + count * (PageFormat.HEAD_BYTES + PageFormat.SLOT_BYTES);
    boolean isLeaf = Page.kind(m, at) == PageFormat.LEAF;
    require(file, position, "level", isLeaf == (Page.level(m, at) == 0), Page.level(m, at));
    require(file, position, "prefix", prefixBytes <= shape.maxPrefixBytes(), prefixBytes);
    require(file, position, "heap", heap >= slotsEnd && heap <= end, heap);
    for (int i = 0; i < count; i++) {
      long cell = Page.cell(m, at, count, i);
      int offset = (int) (cell - at);
      require(
          file,
          position,
          "cell",
          offset >= heap && offset <= end - PageFormat.CELL_HEADER_BYTES,
          offset);
      int word = Page.payloadWord(m, cell);
      int keyBytes = Page.keyBytes(m, cell);
      boolean isKeyWhole = word != PageFormat.CHAINED_KEY;
      int leastKeyBytes = isKeyWhole ? prefixBytes : shape.maxInlineKeyBytes();
      int mostKeyBytes = isKeyWhole ? shape.maxInlineKeyBytes() : Limits.MAX_KEY_BYTES;
      require(
          file, position, "key", keyBytes >= leastKeyBytes && keyBytes <= mostKeyBytes, keyBytes);
      long payload = Page.payload(shape, m, cell, prefixBytes);
      long cellEnd = payload - at + Page.payloadBytes(word);
      require(file, position, "cell's end", cellEnd <= end, cellEnd);
      require(
          file,
          position,
          "payload",
          isLeaf || word == PageFormat.CHILD_BYTES || word == PageFormat.CHAINED_KEY,
          word);
      if (isLeaf && Page.hasChain(word)) {
        int valueBytes = m.get(PageFormat.INT, payload);
        require(
            file,
            position,
            "value",
            valueBytes >= 0 && valueBytes <= Limits.MAX_VALUE_BYTES,
            valueBytes);
      }
      require(
          file,
          position,
          "head",
          i == 0 || Long.compareUnsigned(Page.head(m, at, i - 1), Page.head(m, at, i)) <= 0,
          i);
    }
  }

  private static void require(String file, long position, String what, boolean holds, long found) {
    if (!holds) {
      throw new CorruptionException(
          file, position, "page's " + what, "one that a page can have", Long.toString(found));
    }
  }
}
