package dev.cairn.benchmarks.compare;

import java.util.SplittableRandom;

/**
 * Chooses ranks so that rank <i>r</i> is chosen in proportion to 1 / (<i>r</i> + 1)^0.99, as YCSB's
 * ZipfianGenerator does: J. Gray et al., "Quickly generating billion-record synthetic databases",
 * SIGMOD 1994. For one thread.
 */
final class Zipfian {
  /** The skew that YCSB calls zipfian. */
  static final double THETA = 0.99;

  private static final double ALPHA = 1 / (1 - THETA);
  private static final double SHARE_OF_SECOND = 1 + Math.pow(0.5, THETA);

  private long itemCount;
  private double zeta;
  private double eta;

  /** Makes a chooser among the ranks below a count. */
  Zipfian(long itemCount) {
    this(itemCount, zeta(0, itemCount, 0));
  }

  /** Takes the sum that normalizes the shares, which is slow to compute for many items. */
  Zipfian(long itemCount, double zeta) {
    set(itemCount, zeta);
  }

  private void set(long newItemCount, double newZeta) {
    itemCount = newItemCount;
    zeta = newZeta;
    eta = (1 - Math.pow(2.0 / newItemCount, 1 - THETA)) / (1 - SHARE_OF_SECOND / newZeta);
  }

  /** The sum of the shares of the ranks below {@code to}, from that of those below {@code from}. */
  private static double zeta(long from, long to, double below) {
    double sum = below;
    for (long rank = from; rank < to; rank++) {
      sum += 1 / Math.pow((double) rank + 1, THETA);
    }
    return sum;
  }

  /** Adds ranks until there are so many. */
  void grow(long newItemCount) {
    if (newItemCount > itemCount) {
      set(newItemCount, zeta(itemCount, newItemCount, zeta));
    }
  }

  long next(SplittableRandom random) {
    double uniform = random.nextDouble();
    double scaled = uniform * zeta;
    if (scaled < 1) {
      return 0;
    }
    if (scaled < SHARE_OF_SECOND) {
      return 1;
    }
    return Math.min(itemCount - 1, (long) (itemCount * Math.pow(eta * uniform - eta + 1, ALPHA)));
  }
}
