package dev.cairn.benchmarks.compare;

import dev.cairn.benchmarks.Pairs;
import org.jspecify.annotations.Nullable;

/**
 * Overwrites of all pairs in turn, again and again, each with a value of its own: so that what is
 * there tells which were lost.
 *
 * @param pairs the pairs as they were filled
 * @param pairCount how many there are
 */
record Overwrites(Pairs pairs, long pairCount) {
  byte[] key(long index) {
    return pairs.key(index % pairCount);
  }

  byte[] value(long index) {
    return pairs.value(index % pairCount, Math.toIntExact(1 + index / pairCount));
  }

  /**
   * Whether a pair is as it must be after some overwrites were acknowledged: as the last of these
   * that met it left it, or as a later one did.
   *
   * @param number the pair's
   * @param acknowledged overwrites that were, from the first on
   * @param found its value, or null
   */
  boolean isKept(long number, long acknowledged, byte @Nullable [] found) {
    long timesMet = Math.ceilDiv(Math.max(0, acknowledged - number), pairCount);
    return found != null && pairs.isValue(number, found) && pairs.version(found) >= timesMet;
  }
}
