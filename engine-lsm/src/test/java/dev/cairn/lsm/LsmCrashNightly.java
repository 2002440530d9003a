package dev.cairn.lsm;

import dev.cairn.testkit.gate.CrashGate;
import dev.cairn.testkit.gate.Scale;

/** The same over ten million states. */
class LsmCrashNightly extends CrashGate {
  LsmCrashNightly() {
    super(new LsmFixture(), Scale.NIGHTLY);
  }
}
