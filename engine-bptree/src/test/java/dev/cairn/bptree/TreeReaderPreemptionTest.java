package dev.cairn.bptree;

import static dev.cairn.testkit.edit.Edit.decide;
import static dev.cairn.testkit.edit.Edit.forgetCall;
import static dev.cairn.testkit.edit.Edit.preempt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.testkit.edit.Edit;
import dev.cairn.testkit.edit.EditingLoader;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A read without a lock finds what it should, at whatever moment a writer changes the tree. */
@Tag("once")
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

  /** Pins all pages on the way, as who was disturbed again and again does. */
  private static final Edit PINNED = decide("lend", 0, true).and(preempt("pinLeaf"));

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
    expectFailure(decide("tryPinLeaf", -1, false).and(decide("lend", 2, false)));
  }

  @Test
  void aRootThatWasReplacedIsNoticed() {
    expectFailure(decide("tryRoot", -1, false));
  }

  @Test
  void noMomentIsTheWrongOneForWhoPinsTheWholeWay() throws Throwable {
    assertThat(run(PINNED.and(ONE_KEY))).isGreaterThan(1000);
  }

  @Test
  void aRootThatWasReplacedBeforeItWasPinnedIsNoticed() {
    expectFailure(decide("pinLeaf", 4, true).and(PINNED));
  }

  @Test
  void aPageThatStayedForAViewIsNotBelievedWhenTheViewHasEnded() {
    assertThatThrownBy(
            () -> run(Map.of(TreeWriter.class.getName(), forgetCall("retire", "disturb"))))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("SUPERSEDE at point");
  }

  /** However long a disk takes, a chain is neither damaged nor gone. */
  @Test
  void aChainThatIsBeingReadFromTheDiskIsWaitedFor() throws Throwable {
    assertThat(EditingLoader.run(Map.of(Chains.class.getName(), preempt("visit")), HeldChain.class))
        .isOne();
  }

  private static void expectFailure(Edit bug) {
    assertThatThrownBy(() -> run(bug.and(ONE_KEY)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("at point");
  }

  private static int run(Edit reader) throws Throwable {
    return run(Map.of(TreeReader.class.getName(), reader));
  }

  /** No page is swept: so many others may always come before it. */
  private static int run(Map<String, Edit> edits) throws Throwable {
    Map<String, Edit> all = new HashMap<>();
    all.put(TreeReader.class.getName(), ONE_KEY);
    all.put(LeavesAhead.class.getName(), MANY_KEYS);
    all.put(StoreWriter.class.getName(), forgetCall("begin", "sweep"));
    all.putAll(edits);
    return EditingLoader.run(all, PreemptedReads.class);
  }
}
