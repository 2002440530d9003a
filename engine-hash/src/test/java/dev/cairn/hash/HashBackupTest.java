package dev.cairn.hash;

import static dev.cairn.testkit.edit.Edit.neverThrow;
import static dev.cairn.testkit.edit.Edit.sabotage;

import dev.cairn.testkit.gate.BackupGate;
import dev.cairn.testkit.mutant.EditedTest;
import org.junit.jupiter.api.Test;

/** Copies hold what one moment had, and do no harm. */
class HashBackupTest extends BackupGate {
  HashBackupTest() {
    super(new HashFixture());
  }

  @Test
  void aCopyWithoutTheNewestWritesIsNoticed() throws ReflectiveOperationException {
    new EditedTest(getClass(), Maintenance.class)
        .requireKilled(
            "copiesMadeWhileTwoWriteHoldWhatOneMomentHad",
            sabotage("checkpoint", "sync", "syncLate"));
  }

  @Test
  void aMissingFileThatIsPassedOverIsNoticed() throws ReflectiveOperationException {
    new EditedTest(getClass(), "dev.cairn.internal.log.LogRecovery")
        .requireKilled("aCopyThatLacksAFileIsRefusedOrWhole", neverThrow("followChain"));
  }
}
