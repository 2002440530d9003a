package dev.cairn.internal.simd;

import java.lang.foreign.MemorySegment;

/** Finds a one-byte tag in a group of sixteen: the first step of a probe of the hash index. */
public final class TagGroups {
  /** Tags in a group. */
  public static final int GROUP_BYTES = 16;

  /** Tags in a wide group. */
  public static final int WIDE_GROUP_BYTES = 2 * GROUP_BYTES;

  // A constant to the compiler, so the branch on it is gone from the caller's loop and the vector
  // class is not even loaded where the answer is no.
  private static final boolean VECTOR = Kernels.usesVectors();
  private static final boolean WIDE_VECTOR = Kernels.usesWideVectors();

  private TagGroups() {}

  /**
   * Compares each byte of a group with a tag.
   *
   * @param segment a native or mapped segment
   * @param offset where the group of {@link #GROUP_BYTES} bytes begins; no alignment is needed
   * @param tag the byte to look for
   * @return a mask of 16 bits; bit {@code i} is set if byte {@code i} of the group is the tag
   * @throws IndexOutOfBoundsException if the group is not inside the segment
   */
  public static int match(MemorySegment segment, long offset, byte tag) {
    return VECTOR
        ? VectorTagGroups.match(segment, offset, tag)
        : ScalarTagGroups.match(segment, offset, tag);
  }

  /**
   * Compares each byte of a wide group with a tag.
   *
   * @param segment a native or mapped segment
   * @param offset where the group of {@link #WIDE_GROUP_BYTES} bytes begins; no alignment is needed
   * @param tag the byte to look for
   * @return a mask; bit {@code i} is set if byte {@code i} of the group is the tag
   * @throws IndexOutOfBoundsException if the group is not inside the segment
   */
  public static int matchWide(MemorySegment segment, long offset, byte tag) {
    if (WIDE_VECTOR) {
      return VectorTagGroups.matchWide(segment, offset, tag);
    }
    int upper = match(segment, offset + GROUP_BYTES, tag);
    return match(segment, offset, tag) | (upper << GROUP_BYTES);
  }
}
