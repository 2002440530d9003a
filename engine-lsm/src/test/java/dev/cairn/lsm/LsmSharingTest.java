package dev.cairn.lsm;

import dev.cairn.testkit.gate.Scale;
import dev.cairn.testkit.gate.SharingGate;

/** Threads may share an LSM store. */
class LsmSharingTest extends SharingGate {
  LsmSharingTest() {
    super(new LsmFixture(), Scale.SHORT_BUILD);
  }
}
