package dev.cairn.lsm;

import dev.cairn.testkit.gate.KillGate;
import dev.cairn.testkit.gate.Scale;

/** The same ten thousand times. */
class LsmKillNightly extends KillGate {
  LsmKillNightly() {
    super(new LsmFixture(), Scale.NIGHTLY);
  }
}
