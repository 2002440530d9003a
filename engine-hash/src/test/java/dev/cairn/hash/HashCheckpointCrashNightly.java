package dev.cairn.hash;

import dev.cairn.testkit.gate.CheckpointCrashGate;
import dev.cairn.testkit.gate.Scale;

class HashCheckpointCrashNightly extends CheckpointCrashGate {
  HashCheckpointCrashNightly() {
    super(new HashFixture(), Scale.NIGHTLY);
  }
}
