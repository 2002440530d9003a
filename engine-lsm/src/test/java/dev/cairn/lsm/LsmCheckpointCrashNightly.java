package dev.cairn.lsm;

import dev.cairn.testkit.gate.CheckpointCrashGate;
import dev.cairn.testkit.gate.Scale;

class LsmCheckpointCrashNightly extends CheckpointCrashGate {
  LsmCheckpointCrashNightly() {
    super(new LsmFixture(), Scale.NIGHTLY);
  }
}
