package dev.cairn.lsm;

import dev.cairn.testkit.gate.OwnerGate;

/** An LSM store has one owner. */
class LsmOwnerTest extends OwnerGate {
  LsmOwnerTest() {
    super(new LsmFixture());
  }
}
