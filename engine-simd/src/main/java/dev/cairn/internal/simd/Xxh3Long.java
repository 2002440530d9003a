package dev.cairn.internal.simd;

import static dev.cairn.internal.simd.Xxh3Mixing.PRIME64_1;

import java.lang.foreign.MemorySegment;

/**
 * XXH3-64 of more than 128 bytes.
 *
 * <p>Above 240 bytes the specification runs eight lanes side by side over stripes of 64 bytes.
 * Lanes meet only in pairs, an even one and the odd one after it, until the pairs are added up. So
 * each pair is a pass of its own in the scalar form, which keeps its state in registers; the input
 * is read four times, which costs little while it fits a cache.
 */
final class Xxh3Long {
  /** Up to here no lanes are used. */
  static final int MEDIUM_BYTES = 240;

  private static final int AVALANCHE_CHUNKS = 8;

  private static final int LANES = 8;
  private static final int STRIPE_BYTES = LANES * Long.BYTES;
  private static final int BLOCK_STRIPES = 16;
  private static final int LAST_STRIPE_SECRET_OFFSET = 121;
  private static final int MERGE_SECRET_OFFSET = 11;

  /** Not to be changed. */
  static final long[] INITIAL = {
    Xxh3Mixing.PRIME32_3,
    Xxh3Mixing.PRIME64_1,
    Xxh3Mixing.PRIME64_2,
    Xxh3Mixing.PRIME64_3,
    Xxh3Mixing.PRIME64_4,
    Xxh3Mixing.PRIME32_2,
    Xxh3Mixing.PRIME64_5,
    Xxh3Mixing.PRIME32_1
  };

  private Xxh3Long() {}

  static long hash(byte[] bytes, int offset, int length, long seed) {
    if (length <= MEDIUM_BYTES) {
      return hashUpTo240(bytes, offset, length, seed);
    }
    long sum = length * PRIME64_1;
    for (int lane = 0; lane < LANES; lane += 2) {
      sum += hashLanePair(bytes, offset, length, lane, seed);
    }
    return Xxh3Mixing.avalanche(sum);
  }

  static long hash(MemorySegment segment, long offset, long length, long seed) {
    if (length <= MEDIUM_BYTES) {
      return hashUpTo240(segment, offset, (int) length, seed);
    }
    long sum = length * PRIME64_1;
    for (int lane = 0; lane < LANES; lane += 2) {
      sum += hashLanePair(segment, offset, length, lane, seed);
    }
    return Xxh3Mixing.avalanche(sum);
  }

  private static long hashUpTo240(byte[] bytes, int offset, int length, long seed) {
    long sum = length * PRIME64_1;
    for (int chunk = 0; chunk < AVALANCHE_CHUNKS; chunk++) {
      sum +=
          Xxh3Mixing.mix(
              LittleEndian.getLong(bytes, offset + chunk * 16),
              LittleEndian.getLong(bytes, offset + chunk * 16 + 8),
              Xxh3Secret.word(2 * chunk),
              Xxh3Secret.word(2 * chunk + 1),
              seed);
    }
    sum = Xxh3Mixing.avalanche(sum);
    for (int chunk = AVALANCHE_CHUNKS; chunk < length >>> 4; chunk++) {
      int secretOffset = (chunk - AVALANCHE_CHUNKS) * 16 + 3;
      sum +=
          Xxh3Mixing.mix(
              LittleEndian.getLong(bytes, offset + chunk * 16),
              LittleEndian.getLong(bytes, offset + chunk * 16 + 8),
              Xxh3Secret.seededBytesAt(secretOffset, 0),
              Xxh3Secret.seededBytesAt(secretOffset + 8, 0),
              seed);
    }
    sum +=
        Xxh3Mixing.mix(
            LittleEndian.getLong(bytes, offset + length - 16),
            LittleEndian.getLong(bytes, offset + length - 8),
            Xxh3Secret.seededBytesAt(119, 0),
            Xxh3Secret.seededBytesAt(127, 0),
            seed);
    return Xxh3Mixing.avalanche(sum);
  }

  private static long hashLanePair(byte[] bytes, int offset, int length, int lane, long seed) {
    long even = INITIAL[lane];
    long odd = INITIAL[lane + 1];
    int position = offset + lane * 8;
    int stripes = (length - 1) >>> 6;
    for (int stripe = 0; stripe < stripes; stripe++, position += STRIPE_BYTES) {
      int word = stripe & (BLOCK_STRIPES - 1);
      long signedSeed = (word & 1) == 0 ? seed : -seed;
      long x = LittleEndian.getLong(bytes, position);
      long y = LittleEndian.getLong(bytes, position + 8);
      even += y + multiplyHalves(x ^ (Xxh3Secret.word(word + lane) + signedSeed));
      odd += x + multiplyHalves(y ^ (Xxh3Secret.word(word + lane + 1) - signedSeed));
      if (word == BLOCK_STRIPES - 1) {
        even = scramble(even, Xxh3Secret.word(BLOCK_STRIPES + lane) + seed);
        odd = scramble(odd, Xxh3Secret.word(BLOCK_STRIPES + lane + 1) - seed);
      }
    }
    return finishLanePair(bytes, offset + length - STRIPE_BYTES, even, odd, lane, seed);
  }

  /** The last 64 bytes are one more stripe, which may overlap the one before. */
  static long finishLanePair(byte[] bytes, int last, long even, long odd, int lane, long seed) {
    long x = LittleEndian.getLong(bytes, last + lane * 8);
    long y = LittleEndian.getLong(bytes, last + lane * 8 + 8);
    int secretOffset = LAST_STRIPE_SECRET_OFFSET + lane * 8;
    return mergeLanePair(
        even + y + multiplyHalves(x ^ Xxh3Secret.seededBytesAt(secretOffset, seed)),
        odd + x + multiplyHalves(y ^ Xxh3Secret.seededBytesAt(secretOffset + 8, seed)),
        lane,
        seed);
  }

  private static long hashUpTo240(MemorySegment segment, long offset, int length, long seed) {
    long sum = length * PRIME64_1;
    for (int chunk = 0; chunk < AVALANCHE_CHUNKS; chunk++) {
      sum +=
          Xxh3Mixing.mix(
              LittleEndian.getLong(segment, offset + chunk * 16L),
              LittleEndian.getLong(segment, offset + chunk * 16L + 8),
              Xxh3Secret.word(2 * chunk),
              Xxh3Secret.word(2 * chunk + 1),
              seed);
    }
    sum = Xxh3Mixing.avalanche(sum);
    for (int chunk = AVALANCHE_CHUNKS; chunk < length >>> 4; chunk++) {
      int secretOffset = (chunk - AVALANCHE_CHUNKS) * 16 + 3;
      sum +=
          Xxh3Mixing.mix(
              LittleEndian.getLong(segment, offset + chunk * 16L),
              LittleEndian.getLong(segment, offset + chunk * 16L + 8),
              Xxh3Secret.seededBytesAt(secretOffset, 0),
              Xxh3Secret.seededBytesAt(secretOffset + 8, 0),
              seed);
    }
    sum +=
        Xxh3Mixing.mix(
            LittleEndian.getLong(segment, offset + length - 16),
            LittleEndian.getLong(segment, offset + length - 8),
            Xxh3Secret.seededBytesAt(119, 0),
            Xxh3Secret.seededBytesAt(127, 0),
            seed);
    return Xxh3Mixing.avalanche(sum);
  }

  private static long hashLanePair(
      MemorySegment segment, long offset, long length, int lane, long seed) {
    long even = INITIAL[lane];
    long odd = INITIAL[lane + 1];
    long position = offset + lane * 8L;
    long stripes = (length - 1) >>> 6;
    for (long stripe = 0; stripe < stripes; stripe++, position += STRIPE_BYTES) {
      int word = (int) stripe & (BLOCK_STRIPES - 1);
      long signedSeed = (word & 1) == 0 ? seed : -seed;
      long x = LittleEndian.getLong(segment, position);
      long y = LittleEndian.getLong(segment, position + 8);
      even += y + multiplyHalves(x ^ (Xxh3Secret.word(word + lane) + signedSeed));
      odd += x + multiplyHalves(y ^ (Xxh3Secret.word(word + lane + 1) - signedSeed));
      if (word == BLOCK_STRIPES - 1) {
        even = scramble(even, Xxh3Secret.word(BLOCK_STRIPES + lane) + seed);
        odd = scramble(odd, Xxh3Secret.word(BLOCK_STRIPES + lane + 1) - seed);
      }
    }
    return finishLanePair(segment, offset + length - STRIPE_BYTES, even, odd, lane, seed);
  }

  /** The last 64 bytes are one more stripe, which may overlap the one before. */
  static long finishLanePair(
      MemorySegment segment, long last, long even, long odd, int lane, long seed) {
    long x = LittleEndian.getLong(segment, last + lane * 8L);
    long y = LittleEndian.getLong(segment, last + lane * 8L + 8);
    int secretOffset = LAST_STRIPE_SECRET_OFFSET + lane * 8;
    return mergeLanePair(
        even + y + multiplyHalves(x ^ Xxh3Secret.seededBytesAt(secretOffset, seed)),
        odd + x + multiplyHalves(y ^ Xxh3Secret.seededBytesAt(secretOffset + 8, seed)),
        lane,
        seed);
  }

  private static long multiplyHalves(long value) {
    return (value & 0xffffffffL) * (value >>> 32);
  }

  private static long scramble(long lane, long secret) {
    return (lane ^ (lane >>> 47) ^ secret) * Xxh3Mixing.PRIME32_1;
  }

  private static long mergeLanePair(long even, long odd, int lane, long seed) {
    int secretOffset = MERGE_SECRET_OFFSET + lane * 8;
    return Xxh3Mixing.multiplyFold(
        even ^ Xxh3Secret.seededBytesAt(secretOffset, seed),
        odd ^ Xxh3Secret.seededBytesAt(secretOffset + 8, seed));
  }
}
