package dev.cairn.bptree;

import dev.cairn.testkit.gate.Scale;
import dev.cairn.testkit.gate.SharingGate;

/** Threads may share a B+ tree store. */
class BPlusTreeSharingTest extends SharingGate {
  BPlusTreeSharingTest() {
    super(new BPlusTreeFixture(), Scale.BUILD);
  }
}
