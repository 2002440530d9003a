package dev.cairn.internal.simd;

import java.lang.foreign.MemorySegment;

/**
 * Search of a sorted array of key heads.
 *
 * <p>A head is the first four or eight bytes of a key read as an unsigned big-endian number, so
 * that heads are ordered as keys are, and stored as a little-endian one. Equal heads may repeat;
 * those that equal the sought one begin at the count that is returned. They end at the count for
 * the next number, or at the end of the array if there is none.
 */
public final class SortedHeads {
  private static final boolean VECTOR = Kernels.usesVectors();

  /** Two-lane vectors of longs are slower than their scalar twin: on x86-64 they are boxed. */
  private static final boolean LONG_VECTOR = Kernels.usesWideVectors();

  private SortedHeads() {}

  /**
   * Counts the heads of four bytes that are less than another.
   *
   * @param heads a native or mapped segment
   * @param offset where the array begins; no alignment is needed
   * @param count how many heads it has
   * @param head the one to look for
   * @return how many are less as unsigned numbers: the index of the first that is not
   * @throws IndexOutOfBoundsException if the array is not inside the segment
   */
  public static int countLess4(MemorySegment heads, long offset, int count, int head) {
    return VECTOR && count >= VectorHeads.MIN_INTS
        ? VectorHeads.countLess4(heads, offset, count, head)
        : ScalarHeads.countLess4(heads, offset, count, head);
  }

  /**
   * Counts the heads of eight bytes that are less than another.
   *
   * @param heads a native or mapped segment
   * @param offset where the array begins; no alignment is needed
   * @param count how many heads it has
   * @param head the one to look for
   * @return how many are less as unsigned numbers: the index of the first that is not
   * @throws IndexOutOfBoundsException if the array is not inside the segment
   */
  public static int countLess8(MemorySegment heads, long offset, int count, long head) {
    return LONG_VECTOR && count >= VectorHeads.MIN_LONGS
        ? VectorHeads.countLess8(heads, offset, count, head)
        : ScalarHeads.countLess8(heads, offset, count, head);
  }
}
