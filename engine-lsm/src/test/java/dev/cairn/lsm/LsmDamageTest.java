package dev.cairn.lsm;

import dev.cairn.testkit.gate.DamageGate;
import dev.cairn.testkit.gate.Scale;

/** A damaged LSM store says so, or shows what it held. */
class LsmDamageTest extends DamageGate {
  LsmDamageTest() {
    super(new LsmFixture(), Scale.BUILD);
  }
}
