package dev.cairn.hash;

import dev.cairn.testkit.gate.InterruptGate;
import dev.cairn.testkit.gate.Scale;

/** The same a hundred thousand times. */
class HashInterruptNightly extends InterruptGate {
  HashInterruptNightly() {
    super(new HashFixture(), Scale.NIGHTLY);
  }
}
