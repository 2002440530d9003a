package dev.cairn.internal.simd;

/** The default secret of XXH3, 192 bytes, as little-endian words. */
final class Xxh3Secret {
  static final long WORD_0 = 0xbe4ba423396cfeb8L;
  static final long WORD_1 = 0x1cad21f72c81017cL;
  static final long WORD_2 = 0xdb979083e96dd4deL;
  static final long WORD_3 = 0x1f67b3b7a4a44072L;
  static final long WORD_4 = 0x78e5c0cc4ee679cbL;
  static final long WORD_5 = 0x2172ffcc7dd05a82L;
  static final long WORD_6 = 0x8e2443f7744608b8L;
  static final long WORD_7 = 0x4c263a81e69035e0L;
  static final long WORD_8 = 0xcb00c391bb52283cL;
  static final long WORD_9 = 0xa32e531b8b65d088L;
  static final long WORD_10 = 0x4ef90da297486471L;
  static final long WORD_11 = 0xd8acdea946ef1938L;
  static final long WORD_12 = 0x3f349ce33f76faa8L;
  static final long WORD_13 = 0x1d4f0bc7c7bbdcf9L;
  static final long WORD_14 = 0x3159b4cd4be0518aL;
  static final long WORD_15 = 0x647378d9c97e9fc8L;

  private static final long[] WORDS = {
    WORD_0,
    WORD_1,
    WORD_2,
    WORD_3,
    WORD_4,
    WORD_5,
    WORD_6,
    WORD_7,
    WORD_8,
    WORD_9,
    WORD_10,
    WORD_11,
    WORD_12,
    WORD_13,
    WORD_14,
    WORD_15,
    0xc3ebd33483acc5eaL,
    0xeb6313faffa081c5L,
    0x49daf0b751dd0d17L,
    0x9e68d429265516d3L,
    0xfca1477d58be162bL,
    0xce31d07ad1b8f88fL,
    0x280416958f3acb45L,
    0x7e404bbbcafbd7afL
  };

  private Xxh3Secret() {}

  /** A copy of all words. */
  static long[] words() {
    return WORDS.clone();
  }

  /** The word at byte {@code 8 * index}. */
  static long word(int index) {
    return WORDS[index];
  }

  /** The eight bytes at any offset that is not a multiple of eight, after a seed was mixed in. */
  static long seededBytesAt(int offset, long seed) {
    int index = offset >>> 3;
    int shift = (offset & 7) << 3;
    // The seed is added to words of even index and subtracted from the others.
    long signedSeed = (index & 1) == 0 ? seed : -seed;
    return ((WORDS[index] + signedSeed) >>> shift)
        | ((WORDS[index + 1] - signedSeed) << (Long.SIZE - shift));
  }
}
