package dev.cairn.hash;

import static dev.cairn.testkit.edit.Edit.callInstead;
import static dev.cairn.testkit.edit.Edit.forgetCall;

import dev.cairn.testkit.gate.CheckpointCrashGate;
import dev.cairn.testkit.gate.Scale;
import dev.cairn.testkit.mutant.EditedTest;
import org.junit.jupiter.api.Test;

class HashCheckpointCrashTest extends CheckpointCrashGate {
  HashCheckpointCrashTest() {
    super(new HashFixture(), Scale.BUILD);
  }

  @Test
  void aSegmentThatIsCopiedAndNotForcedIsNoticed() throws ReflectiveOperationException {
    new EditedTest(getClass(), "dev.cairn.internal.log.SegmentLoader")
        .requireKilled("aCrashLeavesTheWholeCopyOrNone", forgetCall("write", "sync"));
  }

  @Test
  void aCopyOfWhatIsNotInTheFileYetIsNoticed() throws ReflectiveOperationException {
    new EditedTest(getClass(), Maintenance.class)
        .requireKilled(
            "aCrashLeavesTheWholeCopyOrNone", callInstead("checkpoint", "sync", "endPosition"));
  }

  @Test
  void aSourceThatLosesWhatItHadPromisedIsNoticed() throws ReflectiveOperationException {
    new EditedTest(getClass(), "dev.cairn.internal.log.Log")
        .requireKilled("aCrashLeavesTheSourceWhatItHadPromised", forgetCall("force", "sync"));
  }
}
