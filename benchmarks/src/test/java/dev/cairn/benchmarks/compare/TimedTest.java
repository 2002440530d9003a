package dev.cairn.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TimedTest {
  @Test
  void useIsComparedIfTheWorkDoesNotDependOnTheSpeed() {
    assertThat(useScope(Workload.READRANDOM, 1e6)).isEqualTo(Scope.ANY);
    assertThat(useScope(Workload.OVERWRITE, 1e6)).isEqualTo(Scope.NONE);
    assertThat(useScope(Workload.READWHILEWRITING, 1e6, 50_000.0)).isEqualTo(Scope.NONE);
    assertThat(useScope(Workload.READWHILEWRITING50K, 1e6, 49_500.0))
        .isEqualTo(Scope.SAME_DURABILITY);
    assertThat(useScope(Workload.READWHILEWRITING50K, 1e6, 48_000.0)).isEqualTo(Scope.NONE);
  }

  private static Scope useScope(Workload workload, Double... rates) {
    return ((Timed) workload.procedure()).useScope(List.of(rates));
  }
}
