package dev.cairn.hash;

import dev.cairn.testkit.fuzz.StoreFuzzGate;
import dev.cairn.testkit.gate.Scale;

/** The same for longer. */
class HashFuzzNightly extends StoreFuzzGate {
  HashFuzzNightly() {
    super(new HashFixture(), Scale.NIGHTLY);
  }
}
