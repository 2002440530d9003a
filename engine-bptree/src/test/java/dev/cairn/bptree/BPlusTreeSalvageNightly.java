package dev.cairn.bptree;

import dev.cairn.testkit.gate.SalvageGate;
import dev.cairn.testkit.gate.Scale;

/** The same with every byte and every length. */
class BPlusTreeSalvageNightly extends SalvageGate {
  BPlusTreeSalvageNightly() {
    super(new BPlusTreeFixture(), Scale.NIGHTLY);
  }
}
