package dev.cairn.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FigureTest {
  @Test
  void survivesItsLine() {
    Figure figure = new Figure("get p99.9", Unit.MICROS, Detail.ALL, Scope.ANY, 1.25);
    TimeLine timeLine =
        new TimeLine("get", List.of(new Latencies.Slot(3, 14), new Latencies.Slot(0, 0)));
    StoreDetail detail = new StoreDetail("tables at level 1", -4);

    assertThat(Figure.ofLine(figure.toLine())).contains(figure);
    assertThat(TimeLine.ofLine(timeLine.toLine())).contains(timeLine);
    assertThat(StoreDetail.ofLine(detail.toLine())).contains(detail);
  }

  @Test
  void otherOutputIsNoFigure() {
    for (String line : List.of("WARNING: Using incubator modules", "")) {
      assertThat(Figure.ofLine(line)).isEmpty();
      assertThat(TimeLine.ofLine(line)).isEmpty();
      assertThat(StoreDetail.ofLine(line)).isEmpty();
    }
  }
}
