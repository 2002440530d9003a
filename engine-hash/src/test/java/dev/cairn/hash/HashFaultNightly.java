package dev.cairn.hash;

import dev.cairn.testkit.gate.FaultGate;
import dev.cairn.testkit.gate.Scale;

/** The same over two hundred workloads. */
class HashFaultNightly extends FaultGate {
  HashFaultNightly() {
    super(new HashFixture(), Scale.NIGHTLY);
  }
}
