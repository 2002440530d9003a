package dev.cairn.hash;

import dev.cairn.testkit.gate.OwnerGate;

/** A hash store has one owner. */
class HashOwnerTest extends OwnerGate {
  HashOwnerTest() {
    super(new HashFixture());
  }
}
