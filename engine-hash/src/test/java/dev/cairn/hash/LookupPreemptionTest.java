package dev.cairn.hash;

import static dev.cairn.testkit.edit.Edit.callInstead;
import static dev.cairn.testkit.edit.Edit.decide;
import static dev.cairn.testkit.edit.Edit.preempt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.internal.memory.Block;
import dev.cairn.testkit.edit.Edit;
import dev.cairn.testkit.edit.EditingLoader;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A read without a lock is right, at whatever moment of it a writer comes between. */
@Tag("once")
class LookupPreemptionTest {
  private static final Edit POINTS =
      preempt("look")
          .and(preempt("hasKey"))
          .and(preempt("value"))
          .and(preempt("isMissSure"))
          .and(preempt("fetchedValue"))
          .and(preempt("find"))
          .and(preempt("place"));

  /**
   * A check that is left out. Not among them is the look at whether a table that had the key is
   * retired: its slots had the values of a moment during the read, and what is retired after it, so
   * that addresses are used again, is freed after it, so that its slots throw.
   */
  private enum Bug {
    SLOT_NOT_READ_AGAIN(decide("look", 5, false)),
    RESIDENCE_NOT_COMPARED_BEFORE_THE_KEY_IS_BELIEVED(decide("look", 7, true)),
    RESIDENCE_NOT_COMPARED_AFTER_THE_VALUE_WAS_COPIED(decide("look", 10, false)),
    MISS_BELIEVED_THOUGH_SLOTS_MOVED(decide("isMissSure", 1, false)),
    FETCHED_SLOT_NOT_READ_AGAIN(decide("fetchedValue", 3, false)),
    FETCHED_RESIDENCE_NOT_COMPARED(decide("fetchedValue", -1, false));

    private final Edit edit;

    Bug(Edit edit) {
      this.edit = edit;
    }
  }

  @Test
  void noMomentIsTheWrongOne() throws Throwable {
    assertThat(run(POINTS)).isGreaterThan(1_000);
  }

  @ParameterizedTest
  @EnumSource
  void aCheckThatIsLeftOutIsMissed(Bug bug) {
    assertThatThrownBy(() -> run(bug.edit.and(POINTS)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("at point");
  }

  private static int run(Edit edit) throws Throwable {
    return EditingLoader.run(
        Map.of(
            Lookup.class.getName(),
            edit,
            Prefetch.class.getName(),
            preempt("fetch").and(preempt("find")),
            Block.class.getName(), // It is all done in one thread, and that is faster.
            callInstead("tryAllocate", "ofShared", "ofConfined")),
        PreemptedLookup.class);
  }
}
