package dev.cairn.lsm;

import dev.cairn.testkit.gate.CloseGate;
import dev.cairn.testkit.gate.Scale;

/** The same twenty thousand times. */
class LsmCloseNightly extends CloseGate {
  LsmCloseNightly() {
    super(new LsmFixture(), Scale.NIGHTLY);
  }
}
