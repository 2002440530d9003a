package dev.cairn.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cairn.benchmarks.report.Axis.Scale;
import java.util.List;
import org.junit.jupiter.api.Test;

class AxisTest {
  @Test
  void linearAxisBeginsAtZeroAndHasRoundMarks() {
    Axis axis = Axis.of("k/s", Scale.LINEAR, List.of(300.0, 1730.0));

    assertThat(axis.marks()).containsExactly(0.0, 500.0, 1000.0, 1500.0);
    assertThat(axis.place(0)).isZero();
    assertThat(axis.place(1730)).isEqualTo(1);
    assertThat(axis.text(1500)).isEqualTo("1,500");
  }

  @Test
  void logarithmicAxisHasPowersOfTen() {
    Axis axis = Axis.of("µs", Scale.LOGARITHMIC, List.of(0.3, 45_000.0)).toPowersOfTen();

    assertThat(axis.marks().stream().map(axis::text))
        .containsExactly("0.1", "1", "10", "100", "1,000", "10,000", "100,000");
    assertThat(axis.place(0.1)).isZero();
    assertThat(axis.place(100)).isCloseTo(0.5, within(1e-9));
  }

  @Test
  void sizesAreMarkedInMillions() {
    Axis axis = Axis.of("pairs", Scale.LOGARITHMIC, List.of(1e5, 1e6, 1e7));

    assertThat(axis.marks().stream().map(axis::text)).containsExactly("100,000", "1 M", "10 M");
  }

  @Test
  void axisOfOneNumberHasALength() {
    assertThat(Axis.of("", Scale.LINEAR, List.of(0.0)).place(0)).isZero();
    assertThat(Axis.of("", Scale.LOGARITHMIC, List.of(10.0)).place(10)).isZero();
  }

  @Test
  void namesAreAtEqualDistances() {
    Axis axis = Axis.ofNames(List.of("p50", "p99", "max"));

    assertThat(axis.place(1)).isEqualTo(0.5);
    assertThat(axis.marks().stream().map(axis::text)).containsExactly("p50", "p99", "max");
  }
}
