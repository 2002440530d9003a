package dev.cairn.lsm;

import dev.cairn.testkit.gate.Scale;
import dev.cairn.testkit.gate.SharingGate;

/** The same over twenty million writes. */
class LsmSharingNightly extends SharingGate {
  LsmSharingNightly() {
    super(new LsmFixture(), Scale.NIGHTLY);
  }
}
