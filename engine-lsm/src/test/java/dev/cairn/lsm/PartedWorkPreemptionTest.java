package dev.cairn.lsm;

import static dev.cairn.testkit.edit.Edit.forgetCall;
import static dev.cairn.testkit.edit.Edit.preempt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.testkit.edit.Edit;
import dev.cairn.testkit.edit.EditingLoader;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Work ends with all its results, at whatever moment a helper is held up. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PartedWorkPreemptionTest {
  private static final Edit POINTS = preempt("help").and(preempt("runParts"));

  private enum Bug {
    HELPER_THAT_DOES_NOT_SAY_SO(forgetCall("help", "register")),
    HELPER_THAT_IS_NOT_AWAITED(forgetCall("run", "arriveAndAwaitAdvance"));

    private final Edit edit;

    Bug(Edit edit) {
      this.edit = edit;
    }
  }

  @Test
  void noMomentIsTheWrongOne() throws Throwable {
    assertThat(run(POINTS)).isGreaterThan(10);
  }

  @ParameterizedTest
  @EnumSource
  void aBugIsFound(Bug bug) {
    assertThatThrownBy(() -> run(bug.edit.and(POINTS)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("at point");
  }

  private static int run(Edit edit) throws Throwable {
    return EditingLoader.run(Map.of(PartedWork.class.getName(), edit), PreemptedHelp.class);
  }
}
