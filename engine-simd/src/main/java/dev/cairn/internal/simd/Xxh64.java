package dev.cairn.internal.simd;

import static dev.cairn.internal.simd.Xxh3Mixing.PRIME64_1;
import static dev.cairn.internal.simd.Xxh3Mixing.PRIME64_2;
import static dev.cairn.internal.simd.Xxh3Mixing.PRIME64_3;
import static dev.cairn.internal.simd.Xxh3Mixing.PRIME64_4;
import static dev.cairn.internal.simd.Xxh3Mixing.PRIME64_5;

import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * XXH64 with a seed, as its specification has it, for bytes that other programs hashed with it or
 * will; {@link Xxh3} is the hash of our own.
 *
 * <p>Scalar: its four lanes need a 64-bit multiplication, which one scalar instruction does and
 * which neither AVX2 nor NEON has.
 */
public final class Xxh64 {
  private static final int STRIPE_BYTES = 4 * Long.BYTES;

  private Xxh64() {}

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
    int position = offset;
    int end = offset + length;
    long hash = seed + PRIME64_5;
    if (length >= STRIPE_BYTES) {
      long a = seed + PRIME64_1 + PRIME64_2;
      long b = seed + PRIME64_2;
      long c = seed;
      long d = seed - PRIME64_1;
      for (; position <= end - STRIPE_BYTES; position += STRIPE_BYTES) {
        a = round(a, LittleEndian.getLong(bytes, position));
        b = round(b, LittleEndian.getLong(bytes, position + 8));
        c = round(c, LittleEndian.getLong(bytes, position + 16));
        d = round(d, LittleEndian.getLong(bytes, position + 24));
      }
      hash = merge(a, b, c, d);
    }
    hash += length;
    for (; position <= end - Long.BYTES; position += Long.BYTES) {
      hash = mixLong(hash, LittleEndian.getLong(bytes, position));
    }
    if (position <= end - Integer.BYTES) {
      hash = mixInt(hash, LittleEndian.getInt(bytes, position));
      position += Integer.BYTES;
    }
    for (; position < end; position++) {
      hash = mixByte(hash, bytes[position]);
    }
    return avalanche(hash);
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
    long position = offset;
    long end = offset + length;
    long hash = seed + PRIME64_5;
    if (length >= STRIPE_BYTES) {
      long a = seed + PRIME64_1 + PRIME64_2;
      long b = seed + PRIME64_2;
      long c = seed;
      long d = seed - PRIME64_1;
      for (; position <= end - STRIPE_BYTES; position += STRIPE_BYTES) {
        a = round(a, LittleEndian.getLong(segment, position));
        b = round(b, LittleEndian.getLong(segment, position + 8));
        c = round(c, LittleEndian.getLong(segment, position + 16));
        d = round(d, LittleEndian.getLong(segment, position + 24));
      }
      hash = merge(a, b, c, d);
    }
    hash += length;
    for (; position <= end - Long.BYTES; position += Long.BYTES) {
      hash = mixLong(hash, LittleEndian.getLong(segment, position));
    }
    if (position <= end - Integer.BYTES) {
      hash = mixInt(hash, LittleEndian.getInt(segment, position));
      position += Integer.BYTES;
    }
    for (; position < end; position++) {
      hash = mixByte(hash, LittleEndian.getByte(segment, position));
    }
    return avalanche(hash);
  }

  private static long round(long lane, long input) {
    return Long.rotateLeft(lane + input * PRIME64_2, 31) * PRIME64_1;
  }

  private static long merge(long a, long b, long c, long d) {
    long hash =
        Long.rotateLeft(a, 1)
            + Long.rotateLeft(b, 7)
            + Long.rotateLeft(c, 12)
            + Long.rotateLeft(d, 18);
    hash = (hash ^ round(0, a)) * PRIME64_1 + PRIME64_4;
    hash = (hash ^ round(0, b)) * PRIME64_1 + PRIME64_4;
    hash = (hash ^ round(0, c)) * PRIME64_1 + PRIME64_4;
    return (hash ^ round(0, d)) * PRIME64_1 + PRIME64_4;
  }

  private static long mixLong(long hash, long input) {
    return Long.rotateLeft(hash ^ round(0, input), 27) * PRIME64_1 + PRIME64_4;
  }

  private static long mixInt(long hash, int input) {
    long mixed = hash ^ (Integer.toUnsignedLong(input) * PRIME64_1);
    return Long.rotateLeft(mixed, 23) * PRIME64_2 + PRIME64_3;
  }

  private static long mixByte(long hash, byte input) {
    return Long.rotateLeft(hash ^ (Byte.toUnsignedLong(input) * PRIME64_5), 11) * PRIME64_1;
  }

  private static long avalanche(long hash) {
    hash = (hash ^ (hash >>> 33)) * PRIME64_2;
    hash = (hash ^ (hash >>> 29)) * PRIME64_3;
    return hash ^ (hash >>> 32);
  }
}
