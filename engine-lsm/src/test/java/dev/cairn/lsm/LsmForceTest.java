package dev.cairn.lsm;

import dev.cairn.testkit.gate.ForceGate;

/** An LSM store forces what it says is on the device. */
class LsmForceTest extends ForceGate {
  LsmForceTest() {
    super(new LsmFixture());
  }
}
