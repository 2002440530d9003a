package dev.cairn.lsm;

import dev.cairn.testkit.gate.InterruptGate;
import dev.cairn.testkit.gate.Scale;

/** Interrupts harm no LSM store. */
class LsmInterruptTest extends InterruptGate {
  LsmInterruptTest() {
    super(new LsmFixture(), Scale.SHORT_BUILD);
  }
}
