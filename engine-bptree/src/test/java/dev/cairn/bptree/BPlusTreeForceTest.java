package dev.cairn.bptree;

import dev.cairn.testkit.gate.ForceGate;

/** A B+ tree store forces what it says is on the device. */
class BPlusTreeForceTest extends ForceGate {
  BPlusTreeForceTest() {
    super(new BPlusTreeFixture());
  }
}
