package dev.cairn.hash;

import dev.cairn.testkit.gate.ReadOnlyGate;

/** A hash store on a disk that can only be read. */
class HashReadOnlyTest extends ReadOnlyGate {
  HashReadOnlyTest() {
    super(new HashFixture());
  }
}
