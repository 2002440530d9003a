package dev.cairn.bptree;

import dev.cairn.testkit.gate.OwnerGate;

/** A B+ tree store has one owner. */
class BPlusTreeOwnerTest extends OwnerGate {
  BPlusTreeOwnerTest() {
    super(new BPlusTreeFixture());
  }
}
