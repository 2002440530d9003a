package dev.cairn.lsm;

import dev.cairn.testkit.gate.InterruptGate;
import dev.cairn.testkit.gate.Scale;

/** The same a hundred thousand times. */
class LsmInterruptNightly extends InterruptGate {
  LsmInterruptNightly() {
    super(new LsmFixture(), Scale.NIGHTLY);
  }
}
