package dev.cairn.internal.simd;

import static dev.cairn.internal.simd.Fnv1a.BASIS_32;
import static dev.cairn.internal.simd.Fnv1a.PRIME_32;

import java.lang.foreign.MemorySegment;

/** The hash of 32 bits, one key or four at a time: then multiplications need not wait. */
final class ScalarFnv1a {
  private static final int KEYS = 4;

  private ScalarFnv1a() {}

  static int hash32(MemorySegment segment, long offset, long length) {
    int hash = BASIS_32;
    for (long i = offset; i < offset + length; i++) {
      hash = (hash ^ unsignedByte(segment, i)) * PRIME_32;
    }
    return hash;
  }

  /** Hashes the keys from the one with index {@code first} on. */
  static void hashEach32(MemorySegment keys, long offset, int keyBytes, int[] hashes, int first) {
    int key = first;
    for (; key <= hashes.length - KEYS; key += KEYS) {
      long begin = offset + (long) key * keyBytes;
      int a = BASIS_32;
      int b = BASIS_32;
      int c = BASIS_32;
      int d = BASIS_32;
      for (int i = 0; i < keyBytes; i++) {
        long at = begin + i;
        a = (a ^ unsignedByte(keys, at)) * PRIME_32;
        b = (b ^ unsignedByte(keys, at + keyBytes)) * PRIME_32;
        c = (c ^ unsignedByte(keys, at + 2L * keyBytes)) * PRIME_32;
        d = (d ^ unsignedByte(keys, at + 3L * keyBytes)) * PRIME_32;
      }
      hashes[key] = a;
      hashes[key + 1] = b;
      hashes[key + 2] = c;
      hashes[key + 3] = d;
    }
    for (; key < hashes.length; key++) {
      hashes[key] = hash32(keys, offset + (long) key * keyBytes, keyBytes);
    }
  }

  private static int unsignedByte(MemorySegment segment, long offset) {
    return Byte.toUnsignedInt(LittleEndian.getByte(segment, offset));
  }
}
