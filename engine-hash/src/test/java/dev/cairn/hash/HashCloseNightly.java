package dev.cairn.hash;

import dev.cairn.testkit.gate.CloseGate;
import dev.cairn.testkit.gate.Scale;

/** The same twenty thousand times. */
class HashCloseNightly extends CloseGate {
  HashCloseNightly() {
    super(new HashFixture(), Scale.NIGHTLY);
  }
}
