package dev.cairn.bptree;

import static dev.cairn.testkit.edit.Edit.decide;
import static dev.cairn.testkit.edit.Edit.preempt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.testkit.edit.Edit;
import dev.cairn.testkit.edit.EditingLoader;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A read without a lock finds what it should, at whatever moment a writer changes the tree. */
class TreeReaderPreemptionTest {
  private static final Edit ONE_KEY =
      preempt("find")
          .and(preempt("tryFind"))
          .and(preempt("tryLeaf"))
          .and(preempt("tryRoot"))
          .and(preempt("search"))
          .and(preempt("enter"))
          .and(preempt("isEntered"))
          .and(preempt("valueIn"))
          .and(preempt("lend"))
          .and(preempt("tryPinLeaf"))
          .and(preempt("pinnedValue"));
  private static final Edit MANY_KEYS = preempt("find").and(preempt("enter"));

  @Test
  void noMomentIsTheWrongOne() throws Throwable {
    assertThat(run(ONE_KEY)).isGreaterThan(1000);
  }

  @Test
  void aParentThatChangedMeanwhileIsNoticed() {
    expectFailure(decide("enter", -1, false));
  }

  @Test
  void aLeafThatChangedBeforeItWasPinnedIsNoticed() {
    expectFailure(decide("tryPinLeaf", -1, false));
  }

  private static void expectFailure(Edit bug) {
    assertThatThrownBy(() -> run(bug.and(ONE_KEY)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("at point");
  }

  private static int run(Edit reader) throws Throwable {
    return EditingLoader.run(
        Map.of(TreeReader.class.getName(), reader, LeavesAhead.class.getName(), MANY_KEYS),
        PreemptedReads.class);
  }
}
