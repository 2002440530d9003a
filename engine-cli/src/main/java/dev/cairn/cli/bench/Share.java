package dev.cairn.cli.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * One thread's part of the pairs of a phase.
 *
 * @param thread the thread's number
 * @param first the first pair
 * @param count how many pairs
 */
record Share(int thread, long first, long count) {
  /** Divides pairs among threads; the first ones get one more if it does not come out even. */
  static List<Share> divide(long pairCount, int threadCount) {
    List<Share> shares = new ArrayList<>();
    long first = 0;
    for (int thread = 0; thread < threadCount; thread++) {
      long count = pairCount / threadCount + (thread < pairCount % threadCount ? 1 : 0);
      shares.add(new Share(thread, first, count));
      first += count;
    }
    return shares;
  }
}
