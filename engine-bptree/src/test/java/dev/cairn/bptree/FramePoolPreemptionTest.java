package dev.cairn.bptree;

import static dev.cairn.testkit.edit.Edit.decide;
import static dev.cairn.testkit.edit.Edit.forgetCall;
import static dev.cairn.testkit.edit.Edit.preempt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.testkit.edit.Edit;
import dev.cairn.testkit.edit.EditingLoader;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who pins a page has that page, at whatever moment frames are wanted for others. */
@Tag("once")
class FramePoolPreemptionTest {
  private static final Edit POINTS = preempt("pin").and(preempt("pinIfResident"));

  private enum Bug {
    FRAME_THAT_HAS_ANOTHER_PAGE_MEANWHILE(decide("pin", 2, false)),
    THE_SAME_OF_A_RESIDENT_PAGE(decide("pinIfResident", -1, false)),
    PINNED_PAGE_THAT_GOES(forgetCall("evict", "pins").and(forgetCall("tryEvict", "pins")));

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
    return EditingLoader.run(Map.of(FramePool.class.getName(), edit), PreemptedPins.class);
  }
}
