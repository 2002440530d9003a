package dev.cairn.hash;

import dev.cairn.testkit.gate.InterruptGate;
import dev.cairn.testkit.gate.Scale;

/** Interrupts harm no hash store. */
class HashInterruptTest extends InterruptGate {
  HashInterruptTest() {
    super(new HashFixture(), Scale.BUILD);
  }
}
