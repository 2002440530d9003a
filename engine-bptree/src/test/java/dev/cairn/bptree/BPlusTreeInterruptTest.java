package dev.cairn.bptree;

import dev.cairn.testkit.gate.InterruptGate;
import dev.cairn.testkit.gate.Scale;

/** Interrupts harm no B+ tree store. */
class BPlusTreeInterruptTest extends InterruptGate {
  BPlusTreeInterruptTest() {
    super(new BPlusTreeFixture(), Scale.LONG_BUILD);
  }
}
