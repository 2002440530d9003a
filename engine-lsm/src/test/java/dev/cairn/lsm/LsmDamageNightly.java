package dev.cairn.lsm;

import dev.cairn.testkit.gate.DamageGate;
import dev.cairn.testkit.gate.Scale;

/** The same with every bit. */
class LsmDamageNightly extends DamageGate {
  LsmDamageNightly() {
    super(new LsmFixture(), Scale.NIGHTLY);
  }
}
