package dev.cairn.lsm;

import dev.cairn.testkit.gate.FullDiskGate;

/** An LSM store on a full disk. */
class LsmFullDiskTest extends FullDiskGate {
  LsmFullDiskTest() {
    super(new LsmFixture());
  }
}
