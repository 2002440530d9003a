package dev.cairn.bptree;

import dev.cairn.testkit.gate.CheckpointCrashGate;
import dev.cairn.testkit.gate.Scale;

class BPlusTreeCheckpointCrashNightly extends CheckpointCrashGate {
  BPlusTreeCheckpointCrashNightly() {
    super(new BPlusTreeFixture(), Scale.NIGHTLY);
  }
}
