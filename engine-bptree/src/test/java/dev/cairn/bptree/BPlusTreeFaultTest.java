package dev.cairn.bptree;

import dev.cairn.testkit.gate.FaultGate;
import dev.cairn.testkit.gate.Scale;

/** A fault under a B+ tree store loses nothing that was acknowledged. */
class BPlusTreeFaultTest extends FaultGate {
  BPlusTreeFaultTest() {
    super(new BPlusTreeFixture(), Scale.BUILD);
  }
}
