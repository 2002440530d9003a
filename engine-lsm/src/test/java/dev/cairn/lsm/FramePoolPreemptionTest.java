package dev.cairn.lsm;

import static dev.cairn.testkit.edit.Edit.decide;
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

/** A pool lends each frame once and gives all memory back, whoever takes, grows or ends it. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FramePoolPreemptionTest {
  private static final Edit POINTS =
      preempt("take").and(preempt("tryGrow")).and(preempt("growAhead"));

  private enum Bug {
    ONE_SLAB_TOO_MANY(decide("tryGrow", 1, false)),
    SLAB_FOR_A_CLOSED_POOL(decide("tryGrow", 2, false));

    private final Edit edit;

    Bug(Edit edit) {
      this.edit = edit;
    }
  }

  @Test
  void noMomentIsTheWrongOne() throws Throwable {
    assertThat(run(POINTS)).isGreaterThan(20);
  }

  @ParameterizedTest
  @EnumSource
  void aBugIsFound(Bug bug) {
    assertThatThrownBy(() -> run(bug.edit.and(POINTS)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("at point");
  }

  private static int run(Edit edit) throws Throwable {
    return EditingLoader.run(Map.of(FramePool.class.getName(), edit), PreemptedPool.class);
  }
}
