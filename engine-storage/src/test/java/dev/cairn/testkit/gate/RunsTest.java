package dev.cairn.testkit.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.testkit.Seed;
import org.junit.jupiter.api.Test;

class RunsTest {
  private final Runs runs = new Runs(new Seed(255));

  @Test
  void theyAreCountedFromNothingToTheirEnd() {
    assertThat(runs.next(2)).isEqualTo(0);
    assertThat(runs.next(2)).isEqualTo(1);
    assertThat(runs.next(2)).isEqualTo(-1);
  }

  @Test
  void theyMayBeginWithALaterOne() {
    Runs later = new Runs(new Seed(255), 7);

    assertThat(later.next(2)).isEqualTo(7);
    assertThat(later.next(2)).isEqualTo(8);
    assertThat(later.next(2)).isEqualTo(-1);
    assertThat(later.seed(7)).isEqualTo(runs.seed(7));
  }

  @Test
  void theFailureOfOneBeginsWithWhatSelectsIt() {
    AssertionError failure = runs.failure(17, "a workload", new AssertionError("lost"));

    assertThat(failure).hasMessageStartingWith("-Dcairn.seed=0x00000000000000ff -Dcairn.run=17");
    assertThat(runs.seed(17)).isEqualTo(new Seed(255).derive(17));
  }
}
