package dev.cairn.bptree;

import dev.cairn.testkit.gate.CloseGate;
import dev.cairn.testkit.gate.Scale;

/** A B+ tree store may be closed while it is used. */
class BPlusTreeCloseTest extends CloseGate {
  BPlusTreeCloseTest() {
    super(new BPlusTreeFixture(), Scale.BUILD);
  }
}
