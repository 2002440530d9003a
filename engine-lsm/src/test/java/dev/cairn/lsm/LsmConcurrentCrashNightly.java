package dev.cairn.lsm;

import dev.cairn.testkit.gate.ConcurrentCrashGate;
import dev.cairn.testkit.gate.Scale;

/** The same with a hundred thousand states. */
class LsmConcurrentCrashNightly extends ConcurrentCrashGate {
  LsmConcurrentCrashNightly() {
    super(new LsmFixture(), Scale.NIGHTLY);
  }
}
