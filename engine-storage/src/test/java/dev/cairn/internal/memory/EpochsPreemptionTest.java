package dev.cairn.internal.memory;

import static dev.cairn.testkit.edit.Edit.decide;
import static dev.cairn.testkit.edit.Edit.forgetCall;
import static dev.cairn.testkit.edit.Edit.oneMore;
import static dev.cairn.testkit.edit.Edit.preempt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.testkit.edit.Edit;
import dev.cairn.testkit.edit.EditingLoader;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a pinned reader has is not freed, at whatever moment it is retired, and freed at last. */
class EpochsPreemptionTest {
  private static final Edit POINTS = preempt("pin");

  private enum Bug {
    FREED_ONE_EPOCH_TOO_EARLY(oneMore("reclaim", "oldestPinned")),
    PINNED_IN_THE_NEXT_EPOCH(oneMore("pin", "get")),
    PINS_NOT_COUNTED(decide("oldestPinned", -1, true)),
    PIN_THAT_DOES_NOT_END(forgetCall("unpin", "setRelease"));

    private final Edit edit;

    Bug(Edit edit) {
      this.edit = edit;
    }
  }

  @Test
  void noMomentIsTheWrongOne() throws Throwable {
    assertThat(run(POINTS)).isGreaterThan(6);
  }

  @ParameterizedTest
  @EnumSource
  void aBugIsFound(Bug bug) {
    assertThatThrownBy(() -> run(bug.edit.and(POINTS)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("point");
  }

  private static int run(Edit edit) throws Throwable {
    return EditingLoader.run(Map.of(Epochs.class.getName(), edit), PreemptedEpochs.class);
  }
}
