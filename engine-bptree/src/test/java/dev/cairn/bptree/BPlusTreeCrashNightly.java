package dev.cairn.bptree;

import dev.cairn.testkit.gate.CrashGate;
import dev.cairn.testkit.gate.Scale;

/** The same over ten million states. */
class BPlusTreeCrashNightly extends CrashGate {
  BPlusTreeCrashNightly() {
    super(new BPlusTreeFixture(), Scale.NIGHTLY);
  }
}
