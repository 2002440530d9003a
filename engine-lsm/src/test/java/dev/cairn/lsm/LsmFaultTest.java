package dev.cairn.lsm;

import dev.cairn.testkit.gate.FaultGate;
import dev.cairn.testkit.gate.Scale;

/** A fault under an LSM store loses nothing that was acknowledged. */
class LsmFaultTest extends FaultGate {
  LsmFaultTest() {
    super(new LsmFixture(), Scale.BUILD);
  }
}
