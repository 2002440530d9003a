package dev.cairn.hash;

import dev.cairn.testkit.gate.SalvageGate;
import dev.cairn.testkit.gate.Scale;

/** What is intact of a damaged store comes out of it, and nothing else. */
class HashSalvageTest extends SalvageGate {
  HashSalvageTest() {
    super(new HashFixture(), Scale.BUILD);
  }
}
