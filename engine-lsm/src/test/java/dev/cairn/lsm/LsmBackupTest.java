package dev.cairn.lsm;

import dev.cairn.testkit.gate.BackupGate;

/** Copies hold what one moment had, and do no harm. */
class LsmBackupTest extends BackupGate {
  LsmBackupTest() {
    super(new LsmFixture());
  }
}
