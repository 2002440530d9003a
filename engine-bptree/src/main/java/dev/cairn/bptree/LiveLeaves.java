package dev.cairn.bptree;

import dev.cairn.CorruptionException;
import dev.cairn.Damage.Consequence;
import dev.cairn.StoreIOException;
import dev.cairn.internal.salvage.SalvageOutput;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Which pages of a damaged file may be leaves of the last checkpoint, without the tree above them.
 *
 * @param ids the pages, those that are newer after those that are older; others may be among them
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record LiveLeaves(int[] ids) {
  private static final int TRIED_PAGES = 1024;

  /**
   * Finds them in the map of the checkpoint; without it in the whole file, where pages are still
   * found that the tree has given up.
   *
   * @param meta the meta, or null if it is lost
   * @param page memory for a page
   */
  static LiveLeaves find(
      PageFile file,
      PageShape shape,
      int pageCount,
      @Nullable Meta meta,
      MemorySegment page,
      SalvageOutput output) {
    long[] map = null;
    try {
      map =
          meta == null
              ? newestMap(file, shape, pageCount, page)
              : PageMap.read(meta, shape, file, page);
    } catch (CorruptionException | StoreIOException damage) {
      output.damaged(
          PageFormat.FILE_NAME, "the map of pages", damage, Consequence.OLD_PAIRS_MAY_RETURN);
    }
    if (map != null) {
      long[] found = map;
      return new LiveLeaves(
          IntStream.range(PageFormat.META_PAGES, pageCount)
              .filter(id -> PageMap.has(found, id))
              .toArray());
    }
    return new LiveLeaves(allLeaves(file, pageCount, page));
  }

  /** The map that the last checkpoint wrote, or null if not all of it is there. */
  private static long @Nullable [] newestMap(
      PageFile file, PageShape shape, int pageCount, MemorySegment page) {
    TreeMap<Long, int[]> pagesByBirth = new TreeMap<>();
    for (int id = PageFormat.META_PAGES; id < pageCount; id++) {
      if (isSound(file, id, page) && Page.kind(page, 0) == PageFormat.MAP) {
        pagesByBirth.merge(
            Page.birth(page, 0),
            new int[] {id},
            (a, b) -> IntStream.concat(Arrays.stream(a), Arrays.stream(b)).toArray());
      }
    }
    if (pagesByBirth.isEmpty()) {
      return null;
    }
    int[] ids = pagesByBirth.lastEntry().getValue();
    int first = ids[0];
    long[] map = PageMap.read(pagesByBirth.lastKey(), first, ids.length, shape, file, page);
    // A part that is missing at the beginning would move all bits.
    return ids[ids.length - 1] - first == ids.length - 1
            && Arrays.stream(ids).allMatch(id -> PageMap.has(map, id))
            && PageMap.has(map, 0)
        ? map
        : null;
  }

  /** All leaves, in the order of the epochs in which they were born. */
  private static int[] allLeaves(PageFile file, int pageCount, MemorySegment page) {
    TreeMap<Long, IntStream.Builder> idsByBirth = new TreeMap<>();
    for (int id = PageFormat.META_PAGES; id < pageCount; id++) {
      if (isSound(file, id, page) && Page.kind(page, 0) == PageFormat.LEAF) {
        idsByBirth.computeIfAbsent(Page.birth(page, 0), _ -> IntStream.builder()).add(id);
      }
    }
    return idsByBirth.values().stream().flatMapToInt(IntStream.Builder::build).toArray();
  }

  private static boolean isSound(PageFile file, int id, MemorySegment page) {
    try {
      file.read(id, page, 0);
      return true;
    } catch (CorruptionException | StoreIOException damage) {
      return false;
    }
  }

  /**
   * The page size of a file whose meta pages are lost: the one with which most pages at its
   * beginning are sound, or 0 if none is with any.
   */
  static int pageBytes(IntFunction<PageFile> files, long fileBytes, MemorySegment page) {
    int best = 0;
    int most = 0;
    for (int bytes = PageFormat.MIN_PAGE_BYTES; bytes <= PageFormat.MAX_PAGE_BYTES; bytes *= 2) {
      PageFile file = files.apply(bytes);
      int sound = 0;
      for (int id = PageFormat.META_PAGES; id < Math.min(TRIED_PAGES, fileBytes / bytes); id++) {
        sound += isSound(file, id, page) ? 1 : 0;
      }
      if (sound > most) {
        most = sound;
        best = bytes;
      }
    }
    return best;
  }
}
