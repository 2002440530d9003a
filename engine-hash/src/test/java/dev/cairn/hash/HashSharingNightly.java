package dev.cairn.hash;

import dev.cairn.testkit.gate.Scale;
import dev.cairn.testkit.gate.SharingGate;

/** The same over twenty million writes. */
class HashSharingNightly extends SharingGate {
  HashSharingNightly() {
    super(new HashFixture(), Scale.NIGHTLY);
  }
}
