package dev.cairn.lsm;

import dev.cairn.testkit.gate.KillGate;
import dev.cairn.testkit.gate.Scale;

/** An LSM store outlives its process. */
class LsmKillTest extends KillGate {
  LsmKillTest() {
    super(new LsmFixture(), Scale.BUILD);
  }
}
