package dev.cairn.lsm;

import static dev.cairn.testkit.edit.Edit.callInstead;
import static dev.cairn.testkit.edit.Edit.decide;
import static dev.cairn.testkit.edit.Edit.preempt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.internal.memory.Block;
import dev.cairn.testkit.edit.Edit;
import dev.cairn.testkit.edit.EditingLoader;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A search of the list finds what it should, at whatever moment another node is linked. */
class SkipListPreemptionTest {
  private static final Edit POINTS = preempt("seek").and(preempt("lastBefore"));

  @Test
  void noMomentIsTheWrongOne() throws Throwable {
    assertThat(run(POINTS)).isGreaterThan(500);
  }

  @Test
  void aNodeThatIsLinkedBeforeTheKeyAtTheLastMomentIsPassed() {
    Edit bug = decide("seek", -1, false);

    assertThatThrownBy(() -> run(bug.and(POINTS)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("at point");
  }

  private static int run(Edit edit) throws Throwable {
    return EditingLoader.run(
        Map.of(
            SkipList.class.getName(),
            edit,
            Block.class.getName(), // It is all done in one thread, and that is faster.
            callInstead("tryAllocate", "ofShared", "ofConfined")),
        PreemptedSeek.class);
  }
}
