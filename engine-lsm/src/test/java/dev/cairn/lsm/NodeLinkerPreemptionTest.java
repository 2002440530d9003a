package dev.cairn.lsm;

import static dev.cairn.testkit.edit.Edit.callInstead;
import static dev.cairn.testkit.edit.Edit.preempt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.testkit.edit.Edit;
import dev.cairn.testkit.edit.EditingLoader;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Cursors have all nodes that were there before them, at whatever moment nodes are linked. */
class NodeLinkerPreemptionTest {
  private static final Edit CURSORS = preempt("cursors").and(preempt("ask"));
  private static final Edit LINKER =
      preempt("unlinked").and(preempt("made")).and(preempt("linkLocked"));

  @Test
  void noMomentIsTheWrongOne() throws Throwable {
    assertThat(run(LINKER)).isGreaterThan(20);
  }

  /** Then fewer nodes than none are left to be sorted aside. */
  @Test
  void moreThatAreLinkedMeanwhileThanThereWereAreExpected() {
    Edit bug = callInstead("unlinked", "max", "addExact");

    assertThatThrownBy(() -> run(bug.and(LINKER)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("at point");
  }

  private static int run(Edit linker) throws Throwable {
    return EditingLoader.run(
        Map.of(MemtableIndex.class.getName(), CURSORS, NodeLinker.class.getName(), linker),
        PreemptedCursors.class);
  }
}
