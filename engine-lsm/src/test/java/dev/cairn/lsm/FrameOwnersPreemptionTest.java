package dev.cairn.lsm;

import static dev.cairn.testkit.edit.Edit.decide;
import static dev.cairn.testkit.edit.Edit.forgetCall;
import static dev.cairn.testkit.edit.Edit.preempt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.testkit.edit.Edit;
import dev.cairn.testkit.edit.EditingLoader;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A block stays in its frame while it is pinned or held, at whatever moment it is taken. */
class FrameOwnersPreemptionTest {
  private static final Edit POINTS = preempt("find").and(preempt("hold")).and(preempt("show"));

  private enum Bug {
    HELD_ALTHOUGH_IT_IS_TAKEN(decide("hold", 0, true)),
    TAKEN_ALTHOUGH_IT_IS_HELD(decide("tryTake", 0, true)),
    SHOWN_BEFORE_IT_IS_HELD(forgetCall("show", "setRelease")),
    HELD_FOR_EVER_BY_WHO_SHOWED_IT(forgetCall("show", "endHold")),
    TAKEN_AND_LEFT_IN_ITS_SLOT(forgetCall("tryTake", "setRelease"));

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
        .hasMessageContaining("point");
  }

  private static int run(Edit edit) throws Throwable {
    return EditingLoader.run(Map.of(FrameOwners.class.getName(), edit), PreemptedFrames.class);
  }
}
