package dev.cairn.lsm;

import static dev.cairn.testkit.edit.Edit.forgetCall;

import dev.cairn.testkit.gate.CheckpointCrashGate;
import dev.cairn.testkit.gate.Scale;
import dev.cairn.testkit.mutant.EditedTest;
import org.junit.jupiter.api.Test;

class LsmCheckpointCrashTest extends CheckpointCrashGate {
  LsmCheckpointCrashTest() {
    super(new LsmFixture(), Scale.BUILD);
  }

  @Test
  void aTableThatIsCopiedAndNotForcedIsNoticed() throws ReflectiveOperationException {
    new EditedTest(getClass(), LsmCheckpoint.class)
        .requireKilled("aCrashLeavesTheWholeCopyOrNone", forgetCall("copy", "sync"));
  }
}
