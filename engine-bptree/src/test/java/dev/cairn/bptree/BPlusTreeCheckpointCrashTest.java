package dev.cairn.bptree;

import dev.cairn.testkit.gate.CheckpointCrashGate;
import dev.cairn.testkit.gate.Scale;

class BPlusTreeCheckpointCrashTest extends CheckpointCrashGate {
  BPlusTreeCheckpointCrashTest() {
    super(new BPlusTreeFixture(), Scale.BUILD);
  }
}
