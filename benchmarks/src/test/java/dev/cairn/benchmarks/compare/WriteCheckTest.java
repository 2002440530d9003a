package dev.cairn.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class WriteCheckTest {
  private static final long GIGABYTE = 1_000_000_000;
  private static final Traffic TRAFFIC = new Traffic(0, 1_000_000, 100);

  @Test
  void systemMayCountTheLogBesides() {
    assertThat(disagreement(GIGABYTE, GIGABYTE)).isFalse();
    assertThat(disagreement(GIGABYTE, GIGABYTE + TRAFFIC.writtenBytes())).isFalse();
  }

  @Test
  void storeThatCountsMoreThanTheSystemIsWrong() {
    assertThat(disagreement(GIGABYTE, 9 * GIGABYTE / 10)).isTrue();
  }

  @Test
  void storeThatForgetsAQuarterOfItsWritesIsWrong() {
    assertThat(disagreement(GIGABYTE, 4 * GIGABYTE / 3 + TRAFFIC.writtenBytes())).isTrue();
  }

  @Test
  void nothingIsSaidWhereSomebodyDoesNotCount() {
    assertThat(WriteCheck.disagreement(OptionalLong.empty(), OptionalLong.of(GIGABYTE), TRAFFIC))
        .isEmpty();
    assertThat(WriteCheck.disagreement(OptionalLong.of(GIGABYTE), OptionalLong.empty(), TRAFFIC))
        .isEmpty();
  }

  private static boolean disagreement(long counted, long called) {
    return WriteCheck.disagreement(OptionalLong.of(counted), OptionalLong.of(called), TRAFFIC)
        .isPresent();
  }
}
