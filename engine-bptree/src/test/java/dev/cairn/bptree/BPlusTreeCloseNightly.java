package dev.cairn.bptree;

import dev.cairn.testkit.gate.CloseGate;
import dev.cairn.testkit.gate.Scale;

/** The same twenty thousand times. */
class BPlusTreeCloseNightly extends CloseGate {
  BPlusTreeCloseNightly() {
    super(new BPlusTreeFixture(), Scale.NIGHTLY);
  }
}
