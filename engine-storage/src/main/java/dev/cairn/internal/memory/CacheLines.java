package dev.cairn.internal.memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Reads lines of memory that will be needed soon, several at once, so that their cache misses
 * overlap. Java has no instruction that only fetches.
 */
public final class CacheLines {
  /** Bytes of a line, or of half of one. */
  public static final int BYTES = 64;

  private static final long NEVER = 0x9E3779B97F4A7C15L;

  private CacheLines() {}

  /**
   * Touches the lines of a range.
   *
   * @param memory where it is
   * @param at where it begins, in the memory
   * @param bytes its length
   */
  public static void touch(MemorySegment memory, long at, int bytes) {
    long sum = 0;
    for (int offset = 0; offset < bytes; offset += BYTES) {
      sum += memory.get(ValueLayout.JAVA_BYTE, at + offset);
    }
    keep(sum);
  }

  /**
   * Makes loads look needed to the compiler, which would otherwise leave them out.
   *
   * @param sum of what was loaded
   */
  public static void keep(long sum) {
    if (sum == NEVER) {
      Thread.onSpinWait();
    }
  }
}
