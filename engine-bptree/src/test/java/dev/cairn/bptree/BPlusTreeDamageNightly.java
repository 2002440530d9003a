package dev.cairn.bptree;

import dev.cairn.testkit.gate.DamageGate;
import dev.cairn.testkit.gate.Scale;

/** The same with every bit. */
class BPlusTreeDamageNightly extends DamageGate {
  BPlusTreeDamageNightly() {
    super(new BPlusTreeFixture(), Scale.NIGHTLY);
  }
}
