package dev.cairn.lsm;

import dev.cairn.testkit.gate.FaultGate;
import dev.cairn.testkit.gate.Scale;

/** The same over two hundred workloads. */
class LsmFaultNightly extends FaultGate {
  LsmFaultNightly() {
    super(new LsmFixture(), Scale.NIGHTLY);
  }
}
