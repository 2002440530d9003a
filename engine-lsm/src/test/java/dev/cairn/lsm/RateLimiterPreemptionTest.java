package dev.cairn.lsm;

import static dev.cairn.testkit.edit.Edit.preempt;
import static dev.cairn.testkit.edit.Edit.sabotage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.testkit.edit.Edit;
import dev.cairn.testkit.edit.EditingLoader;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each write has its own time, at whatever moment another books one. */
class RateLimiterPreemptionTest {
  private static final Edit POINTS = preempt("acquire");

  @Test
  void noMomentIsTheWrongOne() throws Throwable {
    assertThat(run(POINTS)).isGreaterThan(2);
  }

  @Test
  void aTimeThatIsBookedTwiceIsFound() {
    Edit bug = sabotage("acquire", "getAndUpdate", "updateInTwoSteps");

    assertThatThrownBy(() -> run(bug.and(POINTS)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("at point");
  }

  private static int run(Edit edit) throws Throwable {
    return EditingLoader.run(Map.of(RateLimiter.class.getName(), edit), PreemptedBookings.class);
  }
}
