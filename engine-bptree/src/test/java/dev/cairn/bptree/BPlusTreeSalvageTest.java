package dev.cairn.bptree;

import dev.cairn.testkit.gate.SalvageGate;
import dev.cairn.testkit.gate.Scale;

/** What is intact of a damaged store comes out of it, and nothing else. */
class BPlusTreeSalvageTest extends SalvageGate {
  BPlusTreeSalvageTest() {
    super(new BPlusTreeFixture(), Scale.BUILD);
  }
}
