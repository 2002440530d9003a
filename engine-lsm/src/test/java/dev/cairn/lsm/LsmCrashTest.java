package dev.cairn.lsm;

import dev.cairn.testkit.gate.CrashGate;
import dev.cairn.testkit.gate.Scale;

/** A crash of an LSM store loses nothing that was promised. */
class LsmCrashTest extends CrashGate {
  LsmCrashTest() {
    super(new LsmFixture(), Scale.BUILD);
  }
}
