package dev.cairn.bptree;

import dev.cairn.testkit.gate.ConcurrentCrashGate;
import dev.cairn.testkit.gate.Scale;

/** The same with a hundred thousand states. */
class BPlusTreeConcurrentCrashNightly extends ConcurrentCrashGate {
  BPlusTreeConcurrentCrashNightly() {
    super(new BPlusTreeFixture(), Scale.NIGHTLY);
  }
}
