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

  /** Heads around the place where one is expected that are looked at first: two or three lines. */
  private static final int NEAR_HEADS = 16;

  private SortedHeads() {}

  /**
   * Counts the heads of four bytes that are less than another.
   *
   * @param heads a native or mapped segment
   * @param offset where the array begins; no alignment is needed
   * @param count how many heads it has
   * @param head the one to look for
   * @return how many are less as unsigned numbers: the index of the first that is not
   * @throws IndexOutOfBoundsException if a head that is read is not inside the segment
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
   * @throws IndexOutOfBoundsException if a head that is read is not inside the segment
   */
  public static int countLess8(MemorySegment heads, long offset, int count, long head) {
    return LONG_VECTOR && count >= VectorHeads.MIN_LONGS
        ? VectorHeads.countLess8(heads, offset, count, head)
        : ScalarHeads.countLess8(heads, offset, count, head);
  }

  /**
   * The same where one can tell about how many are less: if that is about right, only heads near
   * that place are read, which are one wait for memory and not one for each step of a search.
   *
   * @param heads a native or mapped segment
   * @param offset where the array begins; no alignment is needed
   * @param count how many heads it has
   * @param head the one to look for
   * @param expected about how many are less, from 0 to the count
   * @return how many are less as unsigned numbers: the index of the first that is not
   * @throws IndexOutOfBoundsException if a head that is read is not inside the segment
   */
  public static int countLess8(
      MemorySegment heads, long offset, int count, long head, int expected) {
    if (count <= NEAR_HEADS) {
      return countLess8(heads, offset, count, head);
    }
    int from = Math.clamp(expected - NEAR_HEADS / 2, 0, count - NEAR_HEADS);
    long near = offset + (long) from * Long.BYTES;
    long first = LittleEndian.getLong(heads, near);
    long last = LittleEndian.getLong(heads, near + (NEAR_HEADS - 1) * Long.BYTES);
    if (Long.compareUnsigned(first, head) >= 0) {
      return countLess8(heads, offset, from, head);
    }
    int to = from + NEAR_HEADS;
    return Long.compareUnsigned(last, head) >= 0
        ? from + countLess8(heads, near, NEAR_HEADS, head)
        : to + countLess8(heads, offset + (long) to * Long.BYTES, count - to, head);
  }
}
