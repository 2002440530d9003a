package dev.cairn.bptree;

import java.lang.foreign.MemorySegment;

/** Takes finished pages, one after the other. */
interface PageSink {
  /** Fills the memory of one page. */
  @FunctionalInterface
  interface Filler {
    /** Fills it; what it does not fill is zeros. */
    void fill(MemorySegment m, long at);
  }

  /**
   * Takes a page.
   *
   * @return its id
   */
  int add(byte kind, int level, Filler filler);
}
