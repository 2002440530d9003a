package dev.cairn.hash;

import dev.cairn.testkit.gate.BackupGate;

/** Copies hold what one moment had, and do no harm. */
class HashBackupTest extends BackupGate {
  HashBackupTest() {
    super(new HashFixture());
  }
}
