package dev.cairn.hash;

import dev.cairn.testkit.gate.ForceGate;

/** A hash store forces what it says is on the device. */
class HashForceTest extends ForceGate {
  HashForceTest() {
    super(new HashFixture());
  }
}
