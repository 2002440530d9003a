package dev.cairn.lsm;

import dev.cairn.testkit.gate.CheckpointCrashGate;
import dev.cairn.testkit.gate.Scale;

class LsmCheckpointCrashTest extends CheckpointCrashGate {
  LsmCheckpointCrashTest() {
    super(new LsmFixture(), Scale.BUILD);
  }
}
