package dev.cairn.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ZipfianTest {
  private static final int DRAWS = 1_000_000;
  private static final int ITEMS = 1000;

  private final SplittableRandom random = new SplittableRandom(1);

  @Test
  void ranksAreChosenInProportionToTheirShares() {
    long[] chosen = draw(new Zipfian(ITEMS));

    // The first two ranks are exact; Gray's formula approximates the sum of all others.
    double zeta = zeta(ITEMS);
    assertThat(share(chosen, 0, 1)).isCloseTo(1 / zeta, within(0.003));
    assertThat(share(chosen, 1, 2)).isCloseTo(Math.pow(0.5, 0.99) / zeta, within(0.003));
    assertThat(share(chosen, 0, 10)).isCloseTo(zeta(10) / zeta, within(0.03));
    assertThat(share(chosen, 0, 100)).isCloseTo(zeta(100) / zeta, within(0.03));
    assertThat(share(chosen, ITEMS / 2, ITEMS)).isCloseTo(1 - zeta(ITEMS / 2) / zeta, within(0.01));
  }

  @Test
  void everyRankIsBelowTheCount() {
    for (int items : new int[] {2, 3, 10}) {
      Zipfian ranks = new Zipfian(items);
      for (int i = 0; i < 10_000; i++) {
        assertThat(ranks.next(random)).isBetween(0L, items - 1L);
      }
    }
  }

  @Test
  void grownOneIsAsIfMadeSo() {
    Zipfian grown = new Zipfian(10);
    grown.grow(ITEMS);
    grown.grow(5);
    Zipfian made = new Zipfian(ITEMS);

    SplittableRandom other = new SplittableRandom(1);
    for (int i = 0; i < 10_000; i++) {
      assertThat(grown.next(random)).isEqualTo(made.next(other));
    }
  }

  @Test
  void scrambledOnesAreSkewedAndScattered() {
    ScrambledZipfian numbers = new ScrambledZipfian();
    long[] chosen = new long[ITEMS];
    for (int i = 0; i < DRAWS; i++) {
      chosen[(int) numbers.next(random, ITEMS)]++;
    }

    int most = 0;
    for (int number = 1; number < ITEMS; number++) {
      most = chosen[number] > chosen[most] ? number : most;
    }
    // Rank 0 has 1 / 26.469 of all draws, wherever its hash puts it.
    assertThat(share(chosen, most, most + 1)).isCloseTo(1 / 26.469, within(0.005));
    assertThat(share(chosen, 0, ITEMS / 2)).isBetween(0.35, 0.65);
    assertThat(chosen).doesNotContain(0);
  }

  private long[] draw(Zipfian ranks) {
    long[] chosen = new long[ITEMS];
    for (int i = 0; i < DRAWS; i++) {
      chosen[(int) ranks.next(random)]++;
    }
    return chosen;
  }

  private static double share(long[] chosen, int from, int to) {
    long sum = 0;
    for (int rank = from; rank < to; rank++) {
      sum += chosen[rank];
    }
    return (double) sum / DRAWS;
  }

  private static double zeta(int items) {
    double sum = 0;
    for (int rank = 1; rank <= items; rank++) {
      sum += 1 / Math.pow(rank, 0.99);
    }
    return sum;
  }
}
