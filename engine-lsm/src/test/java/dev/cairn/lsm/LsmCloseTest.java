package dev.cairn.lsm;

import dev.cairn.testkit.gate.CloseGate;
import dev.cairn.testkit.gate.Scale;

/** An LSM store may be closed while it is used. */
class LsmCloseTest extends CloseGate {
  LsmCloseTest() {
    super(new LsmFixture(), Scale.BUILD);
  }
}
