package dev.cairn.cli.bench;

/**
 * The numbers below a limit in a scattered order, each once, without a table of them.
 *
 * <p>Odd multiplications and shifted exclusive-ors map the numbers below a power of two onto
 * themselves one to one; a result that is not below the limit is mapped again until it is, which
 * keeps the map one to one on the numbers below the limit.
 */
final class Permutation {
  private static final long MULTIPLIER_1 = 0x9e3779b97f4a7c15L;
  private static final long MULTIPLIER_2 = 0xbf58476d1ce4e5b9L;

  private final long limit;
  private final int bits;
  private final long mask;

  Permutation(long limit) {
    this.limit = limit;
    bits = Math.max(2, Long.SIZE - Long.numberOfLeadingZeros(limit - 1));
    mask = (1L << bits) - 1;
  }

  long at(long index) {
    long number = index;
    do {
      number = number * MULTIPLIER_1 & mask;
      number ^= number >>> (bits / 2);
      number = number * MULTIPLIER_2 & mask;
      number ^= number >>> (bits / 2);
    } while (number >= limit);
    return number;
  }
}
