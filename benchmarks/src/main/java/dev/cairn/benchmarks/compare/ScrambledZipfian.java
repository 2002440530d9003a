package dev.cairn.benchmarks.compare;

import java.util.SplittableRandom;

/**
 * Zipfian ranks scattered over all numbers by a hash, as YCSB's ScrambledZipfianGenerator does: the
 * ranks are among ten billion, whatever the number of items, and FNV-1a spreads them. For one
 * thread.
 */
final class ScrambledZipfian {
  private static final long RANKS = 10_000_000_000L;

  /** The sum of the shares of that many ranks, as YCSB has it. */
  private static final double ZETA_OF_RANKS = 26.46902820178302;

  private static final long FNV_OFFSET_BASIS = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 1099511628211L;

  private final Zipfian ranks = new Zipfian(RANKS, ZETA_OF_RANKS);

  /** A number below a count. */
  long next(SplittableRandom random, long itemCount) {
    return Long.remainderUnsigned(fnv(ranks.next(random)), itemCount);
  }

  private static long fnv(long value) {
    long hash = FNV_OFFSET_BASIS;
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      hash ^= (value >>> shift) & 0xff;
      hash *= FNV_PRIME;
    }
    return hash;
  }
}
