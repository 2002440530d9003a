package dev.cairn.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FigureTest {
  @Test
  void survivesItsLine() {
    Figure figure = new Figure("get, 2 threads p99.9", Unit.MICROS, Scope.ANY, 1.25);

    assertThat(Figure.ofLine(figure.toLine())).contains(figure);
  }

  @Test
  void otherOutputIsNoFigure() {
    assertThat(Figure.ofLine("WARNING: Using incubator modules")).isEmpty();
    assertThat(Figure.ofLine("")).isEmpty();
  }
}
