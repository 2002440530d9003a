package dev.cairn.benchmarks.compare;

import java.util.SplittableRandom;

/**
 * The numbers whose pairs are in the store: all below a count.
 *
 * @param pairCount how many
 */
record Population(long pairCount) {
  long anyPresent(SplittableRandom random) {
    return random.nextLong(pairCount);
  }

  long anyMissing(SplittableRandom random) {
    return pairCount + random.nextLong(pairCount);
  }
}
