package dev.cairn.hash;

import dev.cairn.testkit.gate.Scale;
import dev.cairn.testkit.gate.SharingGate;

/** Threads may share a hash store. */
class HashSharingTest extends SharingGate {
  HashSharingTest() {
    super(new HashFixture(), Scale.BUILD);
  }
}
