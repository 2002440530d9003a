package dev.cairn.hash;

import dev.cairn.testkit.gate.CloseGate;
import dev.cairn.testkit.gate.Scale;

/** A hash store may be closed while it is used. */
class HashCloseTest extends CloseGate {
  HashCloseTest() {
    super(new HashFixture(), Scale.BUILD);
  }
}
