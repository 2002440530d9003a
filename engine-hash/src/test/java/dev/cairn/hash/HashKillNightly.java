package dev.cairn.hash;

import dev.cairn.testkit.gate.KillGate;
import dev.cairn.testkit.gate.Scale;

/** The same ten thousand times. */
class HashKillNightly extends KillGate {
  HashKillNightly() {
    super(new HashFixture(), Scale.NIGHTLY);
  }
}
