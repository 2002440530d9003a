package dev.cairn.bptree;

import dev.cairn.testkit.gate.InterruptGate;
import dev.cairn.testkit.gate.Scale;

/** The same a hundred thousand times. */
class BPlusTreeInterruptNightly extends InterruptGate {
  BPlusTreeInterruptNightly() {
    super(new BPlusTreeFixture(), Scale.NIGHTLY);
  }
}
