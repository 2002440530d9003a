package dev.cairn.bptree;

import dev.cairn.testkit.gate.DamageGate;
import dev.cairn.testkit.gate.Scale;

/** A damaged B+ tree store says so, or shows what it held. */
class BPlusTreeDamageTest extends DamageGate {
  BPlusTreeDamageTest() {
    super(new BPlusTreeFixture(), Scale.BUILD);
  }
}
