package dev.cairn.bptree;

import dev.cairn.CorruptionException;
import java.util.Arrays;

/**
 * Which page ids are taken, and which pages nothing of the present tree leads to any more but a
 * view still does. The writer's own.
 */
final class PageSpace {
  private static final int FIRST_RETIRED_LENGTH = 64;
  private static final int SWEEP_STEP = 512;

  private final PageShape shape;
  private long[] taken = new long[16];
  // No id below is free.
  private int lowestFree;
  private int end;
  private int takenCount;
  private int allocatedCount;
  private int copiedCount;

  // Pages that wait, in the order in which they were retired.
  private int[] ids = new int[FIRST_RETIRED_LENGTH];
  private long[] births = new long[FIRST_RETIRED_LENGTH];
  private long[] deaths = new long[FIRST_RETIRED_LENGTH];
  private int retiredCount;

  // Of these, those from sweepTo up to sweepFrom are free already.
  private int sweepFrom;
  private int sweepTo;
  private boolean isSweeping;

  /** A space in which the first pages are taken. */
  PageSpace(PageShape shape, int metaPages) {
    this.shape = shape;
    for (int id = 0; id < metaPages; id++) {
      take(id);
    }
  }

  /** A space as a map of it says. */
  PageSpace(PageShape shape, long[] map) {
    this.shape = shape;
    this.taken = Arrays.copyOf(map, Math.max(1, map.length));
    for (int word = 0; word < map.length; word++) {
      takenCount += Long.bitCount(map[word]);
      if (map[word] != 0) {
        end = word * Long.SIZE + Long.SIZE - Long.numberOfLeadingZeros(map[word]);
      }
    }
  }

  private void take(int id) {
    int word = id / Long.SIZE;
    if (word >= taken.length) {
      taken = Arrays.copyOf(taken, Math.max(word + 1, taken.length * 2));
    }
    taken[word] |= 1L << id;
    takenCount++;
    end = Math.max(end, id + 1);
  }

  boolean isTaken(int id) {
    return id / Long.SIZE < taken.length && (taken[id / Long.SIZE] & (1L << id)) != 0;
  }

  /** Takes the lowest free id. */
  int allocate() {
    int word = lowestFree / Long.SIZE;
    while (word < taken.length && taken[word] == -1) {
      word++;
    }
    int id =
        word < taken.length
            ? word * Long.SIZE + Long.numberOfTrailingZeros(~taken[word])
            : word * Long.SIZE;
    if (id == Integer.MAX_VALUE) {
      throw new IllegalStateException("no page ids left");
    }
    take(id);
    allocatedCount++;
    lowestFree = id + 1;
    return id;
  }

  /** Takes an id for a page that has one already, which a view keeps. */
  int allocateCopy() {
    copiedCount++;
    return allocate();
  }

  /** Takes ids that follow each other, and returns the first. */
  int allocateRun(int pages) {
    int first = lowestFree;
    for (int id = first; id < first + pages; id++) {
      if (isTaken(id)) {
        first = id + 1;
      }
    }
    for (int id = first; id < first + pages; id++) {
      take(id);
    }
    return first;
  }

  void free(int id) {
    if (!isTaken(id)) { // Only where the map in the file lacked it.
      throw new CorruptionException(
          PageFormat.FILE_NAME,
          (long) id * shape.pageBytes(),
          "page " + id,
          "one that the map of pages has",
          "a free one");
    }
    taken[id / Long.SIZE] &= ~(1L << id);
    takenCount--;
    lowestFree = Math.min(lowestFree, id);
    while (end > 0 && !isTaken(end - 1)) {
      end--;
    }
  }

  /** Keeps a page's id from being used until {@link #sweep} finds that no view has it. */
  void retire(int id, long birth, long death) {
    if (retiredCount == ids.length) {
      ids = Arrays.copyOf(ids, retiredCount * 2);
      births = Arrays.copyOf(births, retiredCount * 2);
      deaths = Arrays.copyOf(deaths, retiredCount * 2);
    }
    ids[retiredCount] = id;
    births[retiredCount] = birth;
    deaths[retiredCount] = death;
    retiredCount++;
  }

  /** Begins to look through the retired pages, unless that is under way. */
  void beginSweep() {
    if (!isSweeping) {
      isSweeping = true;
      sweepFrom = 0;
      sweepTo = 0;
    }
  }

  boolean isSweeping() {
    return isSweeping;
  }

  /**
   * Frees those of the next retired pages that were not there in any of some epochs. A few at a
   * time, because a writer does it.
   */
  void sweep(long[] epochs, FramePool pool) {
    int end = Math.min(retiredCount, sweepFrom + SWEEP_STEP);
    for (; sweepFrom < end; sweepFrom++) {
      if (isSeen(births[sweepFrom], deaths[sweepFrom], epochs)) {
        ids[sweepTo] = ids[sweepFrom];
        births[sweepTo] = births[sweepFrom];
        deaths[sweepTo] = deaths[sweepFrom];
        sweepTo++;
      } else {
        pool.drop(ids[sweepFrom]);
        free(ids[sweepFrom]);
      }
    }
    if (sweepFrom == retiredCount) {
      retiredCount = sweepTo;
      sweepFrom = sweepTo;
      isSweeping = false;
    }
  }

  private static boolean isSeen(long birth, long death, long[] sortedEpochs) {
    int at = Arrays.binarySearch(sortedEpochs, birth);
    int first = at >= 0 ? at : -1 - at;
    return first < sortedEpochs.length && sortedEpochs[first] < death;
  }

  /** The map of pages that the present tree leads to: one bit for each id. */
  long[] map() {
    long[] map = Arrays.copyOf(taken, (end + Long.SIZE - 1) / Long.SIZE);
    for (int i = 0; i < retiredCount; i++) {
      if (i < sweepTo || i >= sweepFrom) {
        map[ids[i] / Long.SIZE] &= ~(1L << ids[i]);
      }
    }
    return map;
  }

  /** Ids that are not free. */
  int takenCount() {
    return takenCount;
  }

  /**
   * How often an id was taken for a page; it goes round. Who is not the writer sees an old count.
   */
  int allocatedCount() {
    return allocatedCount;
  }

  /** How often that was for a page that had one, likewise. */
  int copiedCount() {
    return copiedCount;
  }

  /** Pages that only views keep. */
  int retiredCount() {
    return retiredCount - (sweepFrom - sweepTo);
  }

  /** The id after the highest that is taken. */
  int end() {
    return end;
  }
}
