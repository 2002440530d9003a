package dev.cairn.bptree;

import dev.cairn.testkit.gate.ReadOnlyGate;

/** A B+ tree store on a disk that can only be read. */
class BPlusTreeReadOnlyTest extends ReadOnlyGate {
  BPlusTreeReadOnlyTest() {
    super(new BPlusTreeFixture());
  }
}
