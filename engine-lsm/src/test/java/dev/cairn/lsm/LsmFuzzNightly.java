package dev.cairn.lsm;

import dev.cairn.testkit.fuzz.StoreFuzzGate;
import dev.cairn.testkit.gate.Scale;

/** The same for longer. */
class LsmFuzzNightly extends StoreFuzzGate {
  LsmFuzzNightly() {
    super(new LsmFixture(), Scale.NIGHTLY);
  }
}
