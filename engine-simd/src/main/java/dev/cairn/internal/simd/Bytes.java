package dev.cairn.internal.simd;

import java.lang.foreign.MemorySegment;

/**
 * Equality, order and first difference of byte strings. Order is that of keys: unsigned bytes, and
 * a proper prefix comes first.
 */
public final class Bytes {
  private static final boolean VECTOR = Kernels.usesVectors();

  private Bytes() {}

  /**
   * Whether a part of a segment equals a part of an array.
   *
   * @param a a native or mapped segment
   * @param aOffset where its part begins
   * @param b an array
   * @param bOffset where its part begins
   * @param length bytes to compare
   * @return whether all are equal
   * @throws IndexOutOfBoundsException if a part is not inside its holder
   */
  public static boolean equal(MemorySegment a, long aOffset, byte[] b, int bOffset, int length) {
    // Up to 16 bytes the scalar form has no loop either.
    if (VECTOR && length > VectorBytes.MIN_BYTES) {
      return VectorBytes.mismatch(a, aOffset, b, bOffset, length) < 0;
    }
    return ScalarBytes.equal(a, aOffset, b, bOffset, length);
  }

  /**
   * Whether parts of two segments are equal.
   *
   * @param a a native or mapped segment
   * @param aOffset where its part begins
   * @param b another, or the same
   * @param bOffset where its part begins
   * @param length bytes to compare
   * @return whether all are equal
   * @throws IndexOutOfBoundsException if a part is not inside its segment
   */
  public static boolean equal(
      MemorySegment a, long aOffset, MemorySegment b, long bOffset, long length) {
    return mismatch(a, aOffset, b, bOffset, length) < 0;
  }

  /**
   * Compares a part of a segment with a part of an array.
   *
   * @param a a native or mapped segment
   * @param aOffset where its part begins
   * @param aLength how long it is
   * @param b an array
   * @param bOffset where its part begins
   * @param bLength how long it is
   * @return less than, equal to or greater than zero as the first is before, at or after the second
   * @throws IndexOutOfBoundsException if a part is not inside its holder
   */
  public static int compare(
      MemorySegment a, long aOffset, int aLength, byte[] b, int bOffset, int bLength) {
    int different = mismatch(a, aOffset, b, bOffset, Math.min(aLength, bLength));
    if (different < 0) {
      return Integer.compare(aLength, bLength);
    }
    return Byte.compareUnsigned(
        LittleEndian.getByte(a, aOffset + different), b[bOffset + different]);
  }

  /**
   * Compares parts of two segments.
   *
   * @param a a native or mapped segment
   * @param aOffset where its part begins
   * @param aLength how long it is
   * @param b another, or the same
   * @param bOffset where its part begins
   * @param bLength how long it is
   * @return less than, equal to or greater than zero as the first is before, at or after the second
   * @throws IndexOutOfBoundsException if a part is not inside its segment
   */
  public static int compare(
      MemorySegment a, long aOffset, long aLength, MemorySegment b, long bOffset, long bLength) {
    long different = mismatch(a, aOffset, b, bOffset, Math.min(aLength, bLength));
    if (different < 0) {
      return Long.compare(aLength, bLength);
    }
    return Byte.compareUnsigned(
        LittleEndian.getByte(a, aOffset + different), LittleEndian.getByte(b, bOffset + different));
  }

  /**
   * Finds the first difference between a part of a segment and a part of an array.
   *
   * @param a a native or mapped segment
   * @param aOffset where its part begins
   * @param b an array
   * @param bOffset where its part begins
   * @param length bytes to compare
   * @return the index of the first byte that differs, counted from the beginning of the parts, or
   *     -1
   * @throws IndexOutOfBoundsException if a part is not inside its holder
   */
  public static int mismatch(MemorySegment a, long aOffset, byte[] b, int bOffset, int length) {
    assert a.isNative() : a;
    return VECTOR && length >= VectorBytes.MIN_BYTES
        ? VectorBytes.mismatch(a, aOffset, b, bOffset, length)
        : ScalarBytes.mismatch(a, aOffset, b, bOffset, length);
  }

  /**
   * Finds the first difference between parts of two segments.
   *
   * @param a a native or mapped segment
   * @param aOffset where its part begins
   * @param b another, or the same
   * @param bOffset where its part begins
   * @param length bytes to compare
   * @return the index of the first byte that differs, counted from the beginning of the parts, or
   *     -1
   * @throws IndexOutOfBoundsException if a part is not inside its segment
   */
  public static long mismatch(
      MemorySegment a, long aOffset, MemorySegment b, long bOffset, long length) {
    assert a.isNative() && b.isNative() : a + " " + b;
    return ScalarBytes.mismatch(a, aOffset, b, bOffset, length);
  }
}
