package dev.cairn.bptree;

import static dev.cairn.testkit.edit.Edit.doNothing;

import dev.cairn.testkit.gate.CursorFaultGate;
import dev.cairn.testkit.mutant.EditedTest;
import org.junit.jupiter.api.Test;

/** A B+ tree cursor whose move failed passes over nothing. */
class BPlusTreeCursorFaultTest extends CursorFaultGate {
  BPlusTreeCursorFaultTest() {
    super(new BPlusTreeFixture());
  }

  @Test
  void aCursorThatGoesOnAfterAFailedMoveIsNoticed() throws ReflectiveOperationException {
    new EditedTest(getClass(), TreeCursor.class)
        .requireKilled("aForwardMoveThatFailsPassesOverNothing", doNothing("requireSoundPlace"));
  }
}
