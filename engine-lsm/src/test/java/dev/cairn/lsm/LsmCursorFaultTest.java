package dev.cairn.lsm;

import dev.cairn.testkit.gate.CursorFaultGate;

/** An LSM cursor whose move failed passes over nothing. */
class LsmCursorFaultTest extends CursorFaultGate {
  LsmCursorFaultTest() {
    super(new LsmFixture());
  }
}
