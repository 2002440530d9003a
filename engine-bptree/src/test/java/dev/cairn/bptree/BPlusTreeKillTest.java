package dev.cairn.bptree;

import dev.cairn.testkit.gate.KillGate;
import dev.cairn.testkit.gate.Scale;

/** A B+ tree store outlives its process. */
class BPlusTreeKillTest extends KillGate {
  BPlusTreeKillTest() {
    super(new BPlusTreeFixture(), Scale.BUILD);
  }
}
