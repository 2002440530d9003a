package dev.cairn.internal.simd;

/**
 * The arithmetic of XXH3 on words that were already loaded, so that arrays and segments share it.
 */
final class Xxh3Mixing {
  static final long PRIME32_1 = 0x9e3779b1L;
  static final long PRIME32_2 = 0x85ebca77L;
  static final long PRIME32_3 = 0xc2b2ae3dL;
  static final long PRIME64_1 = 0x9e3779b185ebca87L;
  static final long PRIME64_2 = 0xc2b2ae3d27d4eb4fL;
  static final long PRIME64_3 = 0x165667b19e3779f9L;
  static final long PRIME64_4 = 0x85ebca77c2b2ae63L;
  static final long PRIME64_5 = 0x27d4eb2f165667c5L;
  static final long PRIME_MX2 = 0x9fb21c651e98df25L;
  private static final long PRIME_MX1 = 0x165667919e3779f9L;

  private static final long EMPTY = Xxh3Secret.WORD_7 ^ Xxh3Secret.WORD_8;
  private static final long UP_TO_3 =
      (Xxh3Secret.WORD_0 ^ (Xxh3Secret.WORD_0 >>> 32)) & 0xffffffffL;
  private static final long UP_TO_8 = Xxh3Secret.WORD_1 ^ Xxh3Secret.WORD_2;
  private static final long UP_TO_16_LOW = Xxh3Secret.WORD_3 ^ Xxh3Secret.WORD_4;
  private static final long UP_TO_16_HIGH = Xxh3Secret.WORD_5 ^ Xxh3Secret.WORD_6;

  private Xxh3Mixing() {}

  static long hashEmpty(long seed) {
    return avalancheShort(seed ^ EMPTY);
  }

  /** Hashes 1 to 3 bytes; {@code middle} is the byte at half the length. */
  static long hashUpTo3(byte first, byte middle, byte last, int length, long seed) {
    int combined = ((first & 0xff) << 16) | (middle << 24) | (last & 0xff) | (length << 8);
    return avalancheShort((UP_TO_3 + seed) ^ Integer.toUnsignedLong(combined));
  }

  /** Hashes 4 to 8 bytes, given the first four and the last four, which may overlap. */
  static long hashUpTo8(int first, int last, int length, long seed) {
    long combined = Integer.toUnsignedLong(last) | ((long) first << 32);
    long hash = secretUpTo8(seed) ^ combined;
    hash ^= Long.rotateLeft(hash, 49) ^ Long.rotateLeft(hash, 24);
    hash *= PRIME_MX2;
    hash ^= (hash >>> 35) + length;
    hash *= PRIME_MX2;
    return hash ^ (hash >>> 28);
  }

  static long secretUpTo8(long seed) {
    return UP_TO_8 - (seed ^ ((long) Integer.reverseBytes((int) seed) << 32));
  }

  /** Hashes 9 to 16 bytes, given the first eight and the last eight, which may overlap. */
  static long hashUpTo16(long first, long last, int length, long seed) {
    long low = (UP_TO_16_LOW + seed) ^ first;
    long high = (UP_TO_16_HIGH - seed) ^ last;
    return avalanche(length + Long.reverseBytes(low) + high + multiplyFold(low, high));
  }

  /** Mixes 16 bytes of input with 16 bytes of secret. */
  static long mix(long first, long second, long secret0, long secret1, long seed) {
    return multiplyFold(first ^ (secret0 + seed), second ^ (secret1 - seed));
  }

  /** The two halves of the 128-bit product, folded. */
  static long multiplyFold(long a, long b) {
    return (a * b) ^ Math.unsignedMultiplyHigh(a, b);
  }

  static long avalanche(long hash) {
    hash ^= hash >>> 37;
    hash *= PRIME_MX1;
    return hash ^ (hash >>> 32);
  }

  private static long avalancheShort(long hash) {
    hash ^= hash >>> 33;
    hash *= PRIME64_2;
    hash ^= hash >>> 29;
    hash *= PRIME64_3;
    return hash ^ (hash >>> 32);
  }
}
