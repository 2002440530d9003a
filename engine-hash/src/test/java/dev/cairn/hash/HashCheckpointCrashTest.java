package dev.cairn.hash;

import dev.cairn.testkit.gate.CheckpointCrashGate;
import dev.cairn.testkit.gate.Scale;

class HashCheckpointCrashTest extends CheckpointCrashGate {
  HashCheckpointCrashTest() {
    super(new HashFixture(), Scale.BUILD);
  }
}
