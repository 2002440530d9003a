package dev.cairn.lsm;

import dev.cairn.testkit.gate.SalvageGate;
import dev.cairn.testkit.gate.Scale;

/** What is intact of a damaged store comes out of it, and nothing else. */
class LsmSalvageTest extends SalvageGate {
  LsmSalvageTest() {
    super(new LsmFixture(), Scale.BUILD);
  }
}
