package dev.cairn.bptree;

import dev.cairn.testkit.gate.KillGate;
import dev.cairn.testkit.gate.Scale;

/** The same ten thousand times. */
class BPlusTreeKillNightly extends KillGate {
  BPlusTreeKillNightly() {
    super(new BPlusTreeFixture(), Scale.NIGHTLY);
  }
}
