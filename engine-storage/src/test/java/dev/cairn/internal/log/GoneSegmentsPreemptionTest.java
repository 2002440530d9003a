package dev.cairn.internal.log;

import static dev.cairn.testkit.edit.Edit.forgetCall;
import static dev.cairn.testkit.edit.Edit.preempt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.testkit.edit.Edit;
import dev.cairn.testkit.edit.EditingLoader;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A segment that goes is freed, at whatever moment of the freeing of another it comes. */
class GoneSegmentsPreemptionTest {
  private static final Edit POINTS = preempt("freeNext").and(preempt("schedule"));

  @Test
  void noMomentIsTheWrongOne() throws Throwable {
    assertThat(run(POINTS)).isGreaterThan(6);
  }

  @Test
  void aHandOverThatIsForgottenIsFound() {
    assertThatThrownBy(() -> run(forgetCall("freeNext", "schedule").and(POINTS)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("at point");
  }

  private static int run(Edit edit) throws Throwable {
    return EditingLoader.run(
        Map.of(GoneSegments.class.getName(), edit), PreemptedGoneSegments.class);
  }
}
