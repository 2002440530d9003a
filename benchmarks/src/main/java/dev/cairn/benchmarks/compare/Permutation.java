package dev.cairn.benchmarks.compare;

import java.math.BigInteger;

/**
 * The numbers below a count, below three thousand million, in no order that a store could make use
 * of, each once.
 *
 * @param count how many
 * @param stride from one to the next, modulo the count, to which it is coprime
 * @param inverse by which a number times it is the place of that number
 */
record Permutation(long count, long stride, long inverse) {
  /** How far apart numbers are that follow each other, as a part of all. */
  private static final double STRIDE_PART = 0.618;

  static Permutation of(long count) {
    BigInteger modulus = BigInteger.valueOf(count);
    BigInteger stride = BigInteger.valueOf(Math.max(1, (long) (count * STRIDE_PART)));
    while (!stride.gcd(modulus).equals(BigInteger.ONE)) {
      stride = stride.add(BigInteger.ONE);
    }
    return new Permutation(count, stride.longValue(), stride.modInverse(modulus).longValue());
  }

  /** The number at a place, of which the first is 0. */
  long number(long place) {
    return place * stride % count;
  }

  /** Where a number comes. */
  long place(long number) {
    return number * inverse % count;
  }
}
