package dev.cairn.lsm;

import dev.cairn.testkit.gate.DurabilityGate;

/** An LSM store keeps what each durability says. */
class LsmDurabilityTest extends DurabilityGate {
  LsmDurabilityTest() {
    super(new LsmFixture());
  }
}
