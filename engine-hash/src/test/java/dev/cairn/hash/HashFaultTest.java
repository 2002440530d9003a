package dev.cairn.hash;

import dev.cairn.testkit.gate.FaultGate;
import dev.cairn.testkit.gate.Scale;

/** A fault under a hash store loses nothing that was acknowledged. */
class HashFaultTest extends FaultGate {
  HashFaultTest() {
    super(new HashFixture(), Scale.BUILD);
  }
}
