package dev.cairn.internal.simd;

import static dev.cairn.internal.simd.Xxh3Mixing.PRIME64_1;
import static dev.cairn.internal.simd.Xxh3Secret.WORD_0;
import static dev.cairn.internal.simd.Xxh3Secret.WORD_1;
import static dev.cairn.internal.simd.Xxh3Secret.WORD_10;
import static dev.cairn.internal.simd.Xxh3Secret.WORD_11;
import static dev.cairn.internal.simd.Xxh3Secret.WORD_12;
import static dev.cairn.internal.simd.Xxh3Secret.WORD_13;
import static dev.cairn.internal.simd.Xxh3Secret.WORD_14;
import static dev.cairn.internal.simd.Xxh3Secret.WORD_15;
import static dev.cairn.internal.simd.Xxh3Secret.WORD_2;
import static dev.cairn.internal.simd.Xxh3Secret.WORD_3;
import static dev.cairn.internal.simd.Xxh3Secret.WORD_4;
import static dev.cairn.internal.simd.Xxh3Secret.WORD_5;
import static dev.cairn.internal.simd.Xxh3Secret.WORD_6;
import static dev.cairn.internal.simd.Xxh3Secret.WORD_7;
import static dev.cairn.internal.simd.Xxh3Secret.WORD_8;
import static dev.cairn.internal.simd.Xxh3Secret.WORD_9;

import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * XXH3-64 with a seed, as its specification (version 0.2.0) has it: the same hash as the reference
 * library, on any platform.
 *
 * <p>Stored images of an index depend on these values, so they must never change.
 *
 * <p>Up to 128 bytes each length class is straight-line scalar code: keys of 8 to 64 bytes are what
 * this is for, and a vector would only be filled and emptied. Above 240 bytes vectors of 256 bits
 * gain. Arrays and segments have separate code although it reads alike: one generic loop would make
 * both pay for a type check at each load.
 */
public final class Xxh3 {
  private static final int SHORT_BYTES = 16;
  private static final int MEDIUM_BYTES = 128;

  private static final boolean WIDE_VECTORS = Kernels.usesWideVectors();

  private Xxh3() {}

  /**
   * Hashes part of an array.
   *
   * @param bytes the array
   * @param offset where the input begins
   * @param length how many bytes it has
   * @param seed selects one of 2<sup>64</sup> hash functions
   * @return the hash
   * @throws IndexOutOfBoundsException if the input is not inside the array
   */
  public static long hash(byte[] bytes, int offset, int length, long seed) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (length <= SHORT_BYTES) {
      return hashUpTo16(bytes, offset, length, seed);
    }
    if (length <= MEDIUM_BYTES) {
      return hashUpTo128(bytes, offset, length, seed);
    }
    return WIDE_VECTORS && length > Xxh3Long.MEDIUM_BYTES
        ? VectorXxh3.hash(bytes, offset, length, seed)
        : Xxh3Long.hash(bytes, offset, length, seed);
  }

  /**
   * Hashes part of a segment.
   *
   * @param segment a native or mapped segment
   * @param offset where the input begins
   * @param length how many bytes it has
   * @param seed selects one of 2<sup>64</sup> hash functions
   * @return the hash
   * @throws IndexOutOfBoundsException if the input is not inside the segment
   */
  public static long hash(MemorySegment segment, long offset, long length, long seed) {
    assert segment.isNative() : segment;
    Objects.checkFromIndexSize(offset, length, segment.byteSize());
    if (length <= SHORT_BYTES) {
      return hashUpTo16(segment, offset, (int) length, seed);
    }
    if (length <= MEDIUM_BYTES) {
      return hashUpTo128(segment, offset, (int) length, seed);
    }
    return WIDE_VECTORS && length > Xxh3Long.MEDIUM_BYTES
        ? VectorXxh3.hash(segment, offset, length, seed)
        : Xxh3Long.hash(segment, offset, length, seed);
  }

  /**
   * Hashes keys of equal length, which lie one after the other.
   *
   * @param keys a native or mapped segment
   * @param offset where the first key begins
   * @param keyBytes the length of each
   * @param seed selects one of 2<sup>64</sup> hash functions
   * @param hashes receives the hash of key {@code i} at index {@code i}; its length is the number
   *     of keys
   * @throws IndexOutOfBoundsException if the keys are not inside the segment
   */
  public static void hashEach(
      MemorySegment keys, long offset, int keyBytes, long seed, long[] hashes) {
    assert keys.isNative() : keys;
    Objects.checkFromIndexSize(offset, (long) keyBytes * hashes.length, keys.byteSize());
    int done =
        WIDE_VECTORS && keyBytes == Long.BYTES
            ? VectorXxh3Keys.hashEach8(keys, offset, seed, hashes)
            : 0;
    for (int key = done; key < hashes.length; key++) {
      hashes[key] = hash(keys, offset + (long) key * keyBytes, keyBytes, seed);
    }
  }

  private static long hashUpTo16(byte[] bytes, int offset, int length, long seed) {
    if (length > 8) {
      return Xxh3Mixing.hashUpTo16(
          LittleEndian.getLong(bytes, offset),
          LittleEndian.getLong(bytes, offset + length - 8),
          length,
          seed);
    }
    if (length >= 4) {
      return Xxh3Mixing.hashUpTo8(
          LittleEndian.getInt(bytes, offset),
          LittleEndian.getInt(bytes, offset + length - 4),
          length,
          seed);
    }
    if (length > 0) {
      return Xxh3Mixing.hashUpTo3(
          bytes[offset], bytes[offset + (length >>> 1)], bytes[offset + length - 1], length, seed);
    }
    return Xxh3Mixing.hashEmpty(seed);
  }

  private static long hashUpTo128(byte[] bytes, int offset, int length, long seed) {
    int end = offset + length;
    long sum = length * PRIME64_1;
    if (length > 32) {
      if (length > 64) {
        if (length > 96) {
          sum += mix(bytes, offset + 48, WORD_12, WORD_13, seed);
          sum += mix(bytes, end - 64, WORD_14, WORD_15, seed);
        }
        sum += mix(bytes, offset + 32, WORD_8, WORD_9, seed);
        sum += mix(bytes, end - 48, WORD_10, WORD_11, seed);
      }
      sum += mix(bytes, offset + 16, WORD_4, WORD_5, seed);
      sum += mix(bytes, end - 32, WORD_6, WORD_7, seed);
    }
    sum += mix(bytes, offset, WORD_0, WORD_1, seed);
    sum += mix(bytes, end - 16, WORD_2, WORD_3, seed);
    return Xxh3Mixing.avalanche(sum);
  }

  private static long mix(byte[] bytes, int offset, long secret0, long secret1, long seed) {
    return Xxh3Mixing.mix(
        LittleEndian.getLong(bytes, offset),
        LittleEndian.getLong(bytes, offset + 8),
        secret0,
        secret1,
        seed);
  }

  private static long hashUpTo16(MemorySegment segment, long offset, int length, long seed) {
    if (length > 8) {
      return Xxh3Mixing.hashUpTo16(
          LittleEndian.getLong(segment, offset),
          LittleEndian.getLong(segment, offset + length - 8),
          length,
          seed);
    }
    if (length >= 4) {
      return Xxh3Mixing.hashUpTo8(
          LittleEndian.getInt(segment, offset),
          LittleEndian.getInt(segment, offset + length - 4),
          length,
          seed);
    }
    if (length > 0) {
      return Xxh3Mixing.hashUpTo3(
          LittleEndian.getByte(segment, offset),
          LittleEndian.getByte(segment, offset + (length >>> 1)),
          LittleEndian.getByte(segment, offset + length - 1),
          length,
          seed);
    }
    return Xxh3Mixing.hashEmpty(seed);
  }

  private static long hashUpTo128(MemorySegment segment, long offset, int length, long seed) {
    long end = offset + length;
    long sum = length * PRIME64_1;
    if (length > 32) {
      if (length > 64) {
        if (length > 96) {
          sum += mix(segment, offset + 48, WORD_12, WORD_13, seed);
          sum += mix(segment, end - 64, WORD_14, WORD_15, seed);
        }
        sum += mix(segment, offset + 32, WORD_8, WORD_9, seed);
        sum += mix(segment, end - 48, WORD_10, WORD_11, seed);
      }
      sum += mix(segment, offset + 16, WORD_4, WORD_5, seed);
      sum += mix(segment, end - 32, WORD_6, WORD_7, seed);
    }
    sum += mix(segment, offset, WORD_0, WORD_1, seed);
    sum += mix(segment, end - 16, WORD_2, WORD_3, seed);
    return Xxh3Mixing.avalanche(sum);
  }

  private static long mix(
      MemorySegment segment, long offset, long secret0, long secret1, long seed) {
    return Xxh3Mixing.mix(
        LittleEndian.getLong(segment, offset),
        LittleEndian.getLong(segment, offset + 8),
        secret0,
        secret1,
        seed);
  }
}
