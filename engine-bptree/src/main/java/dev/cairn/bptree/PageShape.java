package dev.cairn.bptree;

import dev.cairn.CorruptionException;

/**
 * The sizes that follow from a store's page size.
 *
 * @param pageBytes bytes of a page
 * @param maxChildren the most children that an inner page gets
 */
record PageShape(int pageBytes, int maxChildren) {
  private static final int LEAST_CELLS = 4;

  /**
   * The sizes of a store.
   *
   * @throws CorruptionException if no page has that size
   */
  static PageShape of(Meta meta, int maxChildren) {
    int pageBytes = meta.pageBytes();
    if (Integer.bitCount(pageBytes) != 1
        || pageBytes < PageFormat.MIN_PAGE_BYTES
        || pageBytes > PageFormat.MAX_PAGE_BYTES) {
      throw new CorruptionException(
          PageFormat.FILE_NAME,
          MetaFormat.PAGE_BYTES_OFFSET,
          "page size",
          "a power of two that pages may have",
          pageBytes + " bytes");
    }
    return new PageShape(pageBytes, maxChildren);
  }

  /** The largest cell: so small that a page that is split has room for it on either side. */
  int maxCellBytes() {
    return (pageBytes - PageFormat.HEADER_BYTES) / LEAST_CELLS
        - PageFormat.HEAD_BYTES
        - PageFormat.SLOT_BYTES;
  }

  /** Bytes of a key that stand in the page; the rest of a longer one is in a chain. */
  int maxInlineKeyBytes() {
    return maxCellBytes() - PageFormat.CHAIN_PAYLOAD_BYTES;
  }

  /** The longest prefix that a page takes out of its keys: all of it and a head stand in each. */
  int maxPrefixBytes() {
    return maxInlineKeyBytes() - PageFormat.HEAD_BYTES;
  }

  /** Content that a page of a chain or of the map has room for. */
  int contentBytes() {
    return pageBytes - PageFormat.HEADER_BYTES;
  }

  /** Pages that a chain of so many bytes has. */
  int chainPages(long bytes) {
    return (int) ((bytes + contentBytes() - 1) / contentBytes());
  }
}
