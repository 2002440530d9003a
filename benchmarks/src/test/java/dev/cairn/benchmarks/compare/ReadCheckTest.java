package dev.cairn.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.benchmarks.store.ReadCount;
import dev.cairn.benchmarks.store.ReadCount.Coverage;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ReadCheckTest {
  private static final long GIGABYTE = 1_000_000_000;

  @Test
  void systemMayCountWhatTheJvmReadsBesides() {
    assertThat(disagreement(GIGABYTE, Coverage.ALL, GIGABYTE)).isFalse();
    assertThat(disagreement(0, Coverage.ALL, 10_000_000)).isFalse();
  }

  @Test
  void storeThatCountsMoreThanTheSystemIsWrong() {
    assertThat(disagreement(GIGABYTE, Coverage.ALL, 9 * GIGABYTE / 10)).isTrue();
    assertThat(disagreement(GIGABYTE, Coverage.PART, 9 * GIGABYTE / 10)).isTrue();
  }

  @Test
  void storeThatForgetsATenthOfItsReadsIsWrongIfItCountsAll() {
    assertThat(disagreement(9 * GIGABYTE / 10, Coverage.ALL, GIGABYTE)).isTrue();
    assertThat(disagreement(9 * GIGABYTE / 10, Coverage.PART, GIGABYTE)).isFalse();
  }

  @Test
  void nothingIsSaidWhereSomebodyDoesNotCount() {
    assertThat(ReadCheck.disagreement(Optional.empty(), OptionalLong.of(GIGABYTE))).isEmpty();
    assertThat(
            ReadCheck.disagreement(
                Optional.of(new ReadCount(GIGABYTE, Coverage.ALL)), OptionalLong.empty()))
        .isEmpty();
  }

  private static boolean disagreement(long counted, Coverage coverage, long called) {
    return ReadCheck.disagreement(
            Optional.of(new ReadCount(counted, coverage)), OptionalLong.of(called))
        .isPresent();
  }
}
