package dev.cairn.hash;

import dev.cairn.testkit.gate.DurabilityGate;

/** A hash store keeps what each durability says. */
class HashDurabilityTest extends DurabilityGate {
  HashDurabilityTest() {
    super(new HashFixture());
  }
}
