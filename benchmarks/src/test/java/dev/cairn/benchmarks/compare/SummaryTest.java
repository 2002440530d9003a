package dev.cairn.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SummaryTest {
  @Test
  void medianIsTheMiddleOfTheSortedRounds() {
    Summary odd = Summary.of(List.of(9.0, 1.0, 2.0));
    Summary even = Summary.of(List.of(4.0, 1.0, 2.0, 9.0));

    assertThat(odd.median()).isEqualTo(2.0);
    assertThat(even.median()).isEqualTo(3.0);
    assertThat(even.min()).isEqualTo(1.0);
    assertThat(even.max()).isEqualTo(9.0);
  }

  @Test
  void roundThatFailedHasAPlaceAndNoValue() {
    Summary summary = Summary.of(List.of(Double.NaN, 3.0, 1.0));
    Summary nothing = Summary.of(List.of(Double.NaN));

    assertThat(summary.rounds()).hasSize(3);
    assertThat(summary.count()).isEqualTo(2);
    assertThat(summary.median()).isEqualTo(2.0);
    assertThat(summary.min()).isEqualTo(1.0);
    assertThat(nothing.count()).isZero();
    assertThat(nothing.median()).isNaN();
  }
}
