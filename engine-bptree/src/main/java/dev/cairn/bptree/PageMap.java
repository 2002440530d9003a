package dev.cairn.bptree;

import dev.cairn.CorruptionException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/** The map in the file: one bit for each page id, set if the tree of a checkpoint has the page. */
final class PageMap {
  private PageMap() {}

  /** How many pages a map needs that has a bit for each of so many ids and for its own. */
  static int pages(int ids, PageShape shape) {
    long bitsInPage = (long) wordsInPage(shape) * Long.SIZE;
    int pages = 1;
    while (pages * bitsInPage < (long) ids + pages) {
      pages++;
    }
    return pages;
  }

  static boolean has(long[] map, int id) {
    return id / Long.SIZE < map.length && (map[id / Long.SIZE] & (1L << id)) != 0;
  }

  /** A map that has a run of pages too. */
  static long[] with(long[] map, int first, int count) {
    int last = first + count - 1;
    long[] longer = Arrays.copyOf(map, Math.max(map.length, last / Long.SIZE + 1));
    for (int id = first; id <= last; id++) {
      longer[id / Long.SIZE] |= 1L << id;
    }
    return longer;
  }

  private static int wordsInPage(PageShape shape) {
    return shape.contentBytes() / Long.BYTES;
  }

  static void write(
      long[] map,
      int firstId,
      int pages,
      long birth,
      PageShape shape,
      PageFile file,
      MemorySegment staging) {
    int perPage = wordsInPage(shape);
    for (int page = 0; page < pages; page++) {
      staging.asSlice(0, shape.pageBytes()).fill((byte) 0);
      int words = Math.clamp(map.length - (long) page * perPage, 0, perPage);
      staging.set(PageFormat.INT, PageFormat.PAGE_ID_OFFSET, firstId + page);
      staging.set(PageFormat.LONG, PageFormat.BIRTH_OFFSET, birth);
      staging.set(ValueLayout.JAVA_BYTE, PageFormat.KIND_OFFSET, PageFormat.MAP);
      staging.set(PageFormat.INT, PageFormat.CONTENT_BYTES_OFFSET, words * Long.BYTES);
      for (int i = 0; i < words; i++) {
        staging.set(
            PageFormat.LONG,
            PageFormat.HEADER_BYTES + (long) i * Long.BYTES,
            map[page * perPage + i]);
      }
      file.seal(staging, 0);
      file.write(firstId + page, staging, 0, 1);
    }
  }

  /**
   * Reads the map of a checkpoint.
   *
   * @throws CorruptionException if it is damaged, or lacks a page that each checkpoint has: then it
   *     would be given to somebody else
   */
  static long[] read(Meta meta, PageShape shape, PageFile file, MemorySegment staging) {
    long[] map = read(meta.epoch(), meta.mapPage(), meta.mapPages(), shape, file, staging);
    for (int id = 0; id < PageFormat.META_PAGES; id++) {
      requireHas(map, id, meta, shape);
    }
    for (int id = meta.mapPage(); id < meta.mapPage() + meta.mapPages(); id++) {
      requireHas(map, id, meta, shape);
    }
    requireHas(map, Tree.rootId(meta.root()), meta, shape);
    return map;
  }

  private static void requireHas(long[] map, int id, Meta meta, PageShape shape) {
    if (!has(map, id)) {
      throw new CorruptionException(
          PageFormat.FILE_NAME,
          (long) meta.mapPage() * shape.pageBytes(),
          "page " + meta.mapPage(),
          "a map that has page " + id,
          "one that has not");
    }
  }

  static long[] read(
      long epoch, int firstId, int pages, PageShape shape, PageFile file, MemorySegment staging) {
    int perPage = wordsInPage(shape);
    long[] map = new long[0];
    for (int page = 0; page < pages; page++) {
      int id = firstId + page;
      file.read(id, staging, 0);
      int words = Page.contentBytes(staging, 0) / Long.BYTES;
      if (Page.kind(staging, 0) != PageFormat.MAP || Page.birth(staging, 0) != epoch) {
        throw new CorruptionException(
            PageFormat.FILE_NAME,
            (long) id * shape.pageBytes(),
            "page " + id,
            "a page of the map of epoch " + epoch,
            "kind " + Page.kind(staging, 0) + " of epoch " + Page.birth(staging, 0));
      }
      map = Arrays.copyOf(map, page * perPage + words);
      for (int i = 0; i < words; i++) {
        map[page * perPage + i] =
            staging.get(PageFormat.LONG, PageFormat.HEADER_BYTES + (long) i * Long.BYTES);
      }
    }
    return map;
  }
}
