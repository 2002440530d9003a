package dev.cairn.hash;

import dev.cairn.testkit.gate.KillGate;
import dev.cairn.testkit.gate.Scale;

/** A hash store outlives its process. */
class HashKillTest extends KillGate {
  HashKillTest() {
    super(new HashFixture(), Scale.BUILD);
  }
}
