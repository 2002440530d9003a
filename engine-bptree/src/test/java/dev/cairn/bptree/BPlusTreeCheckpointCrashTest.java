package dev.cairn.bptree;

import static dev.cairn.testkit.edit.Edit.forgetCall;

import dev.cairn.testkit.gate.CheckpointCrashGate;
import dev.cairn.testkit.gate.Scale;
import dev.cairn.testkit.mutant.EditedTest;
import org.junit.jupiter.api.Test;

class BPlusTreeCheckpointCrashTest extends CheckpointCrashGate {
  BPlusTreeCheckpointCrashTest() {
    super(new BPlusTreeFixture(), Scale.BUILD);
  }

  @Test
  void pagesThatAreCopiedAndNotForcedAreNoticed() throws ReflectiveOperationException {
    new EditedTest(getClass(), FileSink.class)
        .requireKilled("aCrashLeavesTheWholeCopyOrNone", forgetCall("finish", "sync"));
  }
}
