package dev.cairn.bptree;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StepTest {
  @Test
  void aStepIsWhatItWasMadeOf() {
    for (int index : new int[] {-1, 0, 1, 65_534}) {
      for (int child : new int[] {0, 7, Integer.MAX_VALUE, -1, Integer.MIN_VALUE}) {
        for (int share : new int[] {0, 1, Step.MIDDLE_SHARE, Step.WHOLE_SHARE - 1}) {
          long step = Step.to(index, child, share);

          assertThat(Step.index(step)).isEqualTo(index);
          assertThat(Step.child(step)).isEqualTo(child);
          assertThat(Step.share(step)).isEqualTo(share);
        }
      }
    }
  }

  @Test
  void aShareIsLessThanTheWholeWhateverWasRead() {
    assertThat(Step.shareOf(0)).isZero();
    assertThat(Step.shareOf(0.5)).isEqualTo(Step.MIDDLE_SHARE);
    assertThat(Step.shareOf(Math.nextDown(1.0))).isEqualTo(Step.WHOLE_SHARE - 1);
    for (double part : new double[] {1, 1e300, Double.POSITIVE_INFINITY}) {
      assertThat(Step.shareOf(part)).isEqualTo(Step.WHOLE_SHARE - 1);
    }
    for (double part : new double[] {-1, -1e300, Double.NEGATIVE_INFINITY, Double.NaN}) {
      assertThat(Step.shareOf(part)).isZero();
    }
  }
}
