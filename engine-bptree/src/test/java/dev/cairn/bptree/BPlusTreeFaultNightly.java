package dev.cairn.bptree;

import dev.cairn.testkit.gate.FaultGate;
import dev.cairn.testkit.gate.Scale;

/** The same over two hundred workloads. */
class BPlusTreeFaultNightly extends FaultGate {
  BPlusTreeFaultNightly() {
    super(new BPlusTreeFixture(), Scale.NIGHTLY);
  }
}
