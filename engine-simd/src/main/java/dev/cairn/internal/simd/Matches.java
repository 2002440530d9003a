package dev.cairn.internal.simd;

import java.lang.foreign.MemorySegment;

/** The two inner loops of compression by references to earlier bytes, as in LZ4. */
public final class Matches {
  private static final boolean VECTOR = Kernels.usesVectors();

  private Matches() {}

  /**
   * Counts the equal bytes from two places on.
   *
   * @param segment a native segment
   * @param earlier the one place
   * @param later the other, behind it
   * @param end where counting ends for the later place
   * @return how many bytes are equal before the first that differs, at most {@code end - later}
   * @throws IndexOutOfBoundsException if what is read is not inside the segment
   */
  public static int commonBytes(MemorySegment segment, long earlier, long later, long end) {
    assert segment.isNative() : segment;
    return VECTOR
        ? VectorMatches.commonBytes(segment, earlier, later, end)
        : ScalarMatches.commonBytes(segment, earlier, later, end);
  }

  /**
   * Copies earlier bytes, one after the other as it seems: where source and target overlap, what
   * was just copied is copied again.
   *
   * @param segment a native segment
   * @param earlier where the bytes are taken from
   * @param later where they go, behind it
   * @param bytes how many
   * @param end up to where the segment may be written; behind the copy anything may be left there,
   *     and room for that makes the copy faster
   * @throws IndexOutOfBoundsException if what is read or written is not inside the segment
   */
  public static void copy(MemorySegment segment, long earlier, long later, long bytes, long end) {
    assert segment.isNative() : segment;
    if (VECTOR
        && later - earlier >= VectorMatches.STEP_BYTES
        && end - later - bytes >= VectorMatches.STEP_BYTES) {
      VectorMatches.copy(segment, earlier, later, bytes);
    } else {
      ScalarMatches.copy(segment, earlier, later, bytes, end);
    }
  }
}
