package dev.cairn.lsm;

import dev.cairn.testkit.gate.SalvageGate;
import dev.cairn.testkit.gate.Scale;

/** The same with every byte and every length. */
class LsmSalvageNightly extends SalvageGate {
  LsmSalvageNightly() {
    super(new LsmFixture(), Scale.NIGHTLY);
  }
}
