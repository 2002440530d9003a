package dev.cairn.bptree;

import dev.cairn.testkit.gate.BackupGate;

/** Copies hold what one moment had, and do no harm. */
class BPlusTreeBackupTest extends BackupGate {
  BPlusTreeBackupTest() {
    super(new BPlusTreeFixture());
  }
}
