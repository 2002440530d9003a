package dev.cairn.hash;

import dev.cairn.testkit.gate.SalvageGate;
import dev.cairn.testkit.gate.Scale;

/** The same with every byte and every length. */
class HashSalvageNightly extends SalvageGate {
  HashSalvageNightly() {
    super(new HashFixture(), Scale.NIGHTLY);
  }
}
