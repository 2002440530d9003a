package dev.cairn.internal.simd;

import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * FNV-1a of 32 and 64 bits, for bytes that other programs hash with it. It takes one byte after the
 * other and is many times slower than {@link Xxh3}, whose values are also better spread.
 *
 * <p>One key cannot be hashed in lanes, since each step needs the one before; several keys of equal
 * length can.
 */
public final class Fnv1a {
  static final int BASIS_32 = 0x811c9dc5;
  static final int PRIME_32 = 0x01000193;
  private static final long BASIS_64 = 0xcbf29ce484222325L;
  private static final long PRIME_64 = 0x100000001b3L;

  private static final boolean VECTOR = Kernels.usesVectors();

  private Fnv1a() {}

  /**
   * Hashes part of an array to 32 bits.
   *
   * @param bytes the array
   * @param offset where the input begins
   * @param length how many bytes it has
   * @return the hash
   * @throws IndexOutOfBoundsException if the input is not inside the array
   */
  public static int hash32(byte[] bytes, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    int hash = BASIS_32;
    for (int i = offset; i < offset + length; i++) {
      hash = (hash ^ Byte.toUnsignedInt(bytes[i])) * PRIME_32;
    }
    return hash;
  }

  /**
   * Hashes part of a segment to 32 bits.
   *
   * @param segment a native or mapped segment
   * @param offset where the input begins
   * @param length how many bytes it has
   * @return the hash
   * @throws IndexOutOfBoundsException if the input is not inside the segment
   */
  public static int hash32(MemorySegment segment, long offset, long length) {
    assert segment.isNative() : segment;
    Objects.checkFromIndexSize(offset, length, segment.byteSize());
    return ScalarFnv1a.hash32(segment, offset, length);
  }

  /**
   * Hashes part of an array to 64 bits.
   *
   * @param bytes the array
   * @param offset where the input begins
   * @param length how many bytes it has
   * @return the hash
   * @throws IndexOutOfBoundsException if the input is not inside the array
   */
  public static long hash64(byte[] bytes, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    long hash = BASIS_64;
    for (int i = offset; i < offset + length; i++) {
      hash = (hash ^ Byte.toUnsignedLong(bytes[i])) * PRIME_64;
    }
    return hash;
  }

  /**
   * Hashes part of a segment to 64 bits.
   *
   * @param segment a native or mapped segment
   * @param offset where the input begins
   * @param length how many bytes it has
   * @return the hash
   * @throws IndexOutOfBoundsException if the input is not inside the segment
   */
  public static long hash64(MemorySegment segment, long offset, long length) {
    assert segment.isNative() : segment;
    Objects.checkFromIndexSize(offset, length, segment.byteSize());
    long hash = BASIS_64;
    for (long i = offset; i < offset + length; i++) {
      hash = (hash ^ Byte.toUnsignedLong(LittleEndian.getByte(segment, i))) * PRIME_64;
    }
    return hash;
  }

  /**
   * Hashes keys of equal length, which lie one after the other, to 32 bits each.
   *
   * @param keys a native or mapped segment
   * @param offset where the first key begins
   * @param keyBytes the length of each
   * @param hashes receives the hash of key {@code i} at index {@code i}; its length is the number
   *     of keys
   * @throws IndexOutOfBoundsException if the keys are not inside the segment
   */
  public static void hashEach32(MemorySegment keys, long offset, int keyBytes, int[] hashes) {
    assert keys.isNative() : keys;
    Objects.checkFromIndexSize(offset, (long) keyBytes * hashes.length, keys.byteSize());
    int done = 0;
    if (VECTOR && keyBytes >= Integer.BYTES) {
      done = VectorFnv1a.hashEach32(keys, offset, keyBytes, hashes);
    }
    ScalarFnv1a.hashEach32(keys, offset, keyBytes, hashes, done);
  }
}
