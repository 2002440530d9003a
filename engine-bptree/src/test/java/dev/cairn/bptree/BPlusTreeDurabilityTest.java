package dev.cairn.bptree;

import dev.cairn.testkit.gate.DurabilityGate;

/** A B+ tree store keeps what each durability says. */
class BPlusTreeDurabilityTest extends DurabilityGate {
  BPlusTreeDurabilityTest() {
    super(new BPlusTreeFixture());
  }
}
