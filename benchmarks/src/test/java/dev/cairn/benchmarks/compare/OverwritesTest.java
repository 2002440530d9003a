package dev.cairn.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.benchmarks.Pairs;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** A store that loses or takes back an acknowledged write is found out. */
class OverwritesTest {
  private static final long PAIR_COUNT = 10;

  private final Pairs pairs = Pairs.ofDefaultSize();
  private final Overwrites overwrites = new Overwrites(pairs, PAIR_COUNT);

  @Test
  void pairsComeInTurnEachWithAValueOfItsOwn() {
    assertThat(overwrites.key(3)).isEqualTo(overwrites.key(13)).isEqualTo(pairs.key(3));
    assertThat(overwrites.value(3)).isNotEqualTo(overwrites.value(13)).isNotEqualTo(pairs.value(3));
  }

  @Test
  void pairThatNoOverwriteMetMayBeAsItWasFilled() {
    assertThat(overwrites.isKept(3, 3, pairs.value(3))).isTrue();
  }

  @Test
  void valueBeforeAnAcknowledgedOverwriteIsLoss() {
    assertThat(overwrites.isKept(3, 4, pairs.value(3))).isFalse();
    assertThat(overwrites.isKept(3, 4, overwrites.value(3))).isTrue();
    assertThat(overwrites.isKept(3, 13, overwrites.value(3))).isTrue();
    assertThat(overwrites.isKept(3, 14, overwrites.value(3))).isFalse();
    assertThat(overwrites.isKept(3, 14, overwrites.value(13))).isTrue();
  }

  @Test
  void overwriteThatWasNotAcknowledgedYetMayBeThere() {
    assertThat(overwrites.isKept(3, 3, overwrites.value(3))).isTrue();
    assertThat(overwrites.isKept(3, 4, overwrites.value(23))).isTrue();
  }

  @Test
  void noValueOrSomebodyElsesIsLoss() {
    assertThat(overwrites.isKept(3, 0, null)).isFalse();
    assertThat(overwrites.isKept(3, 0, pairs.value(4))).isFalse();
    assertThat(overwrites.isKept(3, 0, new byte[2])).isFalse();
  }

  @Test
  void valueThatIsNotWholeIsLoss() {
    byte[] torn = overwrites.value(3);
    Arrays.fill(torn, torn.length / 2, torn.length, (byte) ~torn[torn.length - 1]);

    assertThat(overwrites.isKept(3, 4, torn)).isFalse();
  }
}
