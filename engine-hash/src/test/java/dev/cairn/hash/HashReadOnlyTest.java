package dev.cairn.hash;

import static dev.cairn.testkit.edit.Edit.forgetCall;

import dev.cairn.testkit.gate.ReadOnlyGate;
import dev.cairn.testkit.mutant.EditedTest;
import org.junit.jupiter.api.Test;

/** A hash store on a disk that can only be read. */
class HashReadOnlyTest extends ReadOnlyGate {
  HashReadOnlyTest() {
    super(new HashFixture());
  }

  @Test
  void anOpeningThatFailsAndLeavesFilesOpenIsNoticed() throws ReflectiveOperationException {
    new EditedTest(getClass(), HashOpening.class)
        .requireKilled(
            "aDiskThatCannotBeWrittenRefusesTheStoreAndStaysAsItIs",
            forgetCall("undo", "runAll"),
            "CLOSED_STORE");
  }
}
