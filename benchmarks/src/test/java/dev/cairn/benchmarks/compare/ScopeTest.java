package dev.cairn.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Durability;
import org.junit.jupiter.api.Test;

class ScopeTest {
  @Test
  void partOfAWorkIsComparedWithNoneAndMakesAMedianThatIsNot() {
    for (Scope scope : Scope.values()) {
      assertThat(scope.and(scope)).isEqualTo(scope);
      assertThat(scope.and(Scope.CUT_SHORT)).isEqualTo(Scope.CUT_SHORT);
      assertThat(Scope.CUT_SHORT.and(scope)).isEqualTo(Scope.CUT_SHORT);
    }
    assertThat(Scope.SAME_DURABILITY.and(Scope.NONE)).isEqualTo(Scope.NONE);
    assertThat(Scope.CUT_SHORT.joins(Durability.PROCESS, Durability.PROCESS)).isFalse();
  }
}
