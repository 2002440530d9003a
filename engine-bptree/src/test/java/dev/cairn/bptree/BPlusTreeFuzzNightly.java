package dev.cairn.bptree;

import dev.cairn.testkit.fuzz.StoreFuzzGate;
import dev.cairn.testkit.gate.Scale;

/** The same for longer. */
class BPlusTreeFuzzNightly extends StoreFuzzGate {
  BPlusTreeFuzzNightly() {
    super(new BPlusTreeFixture(), Scale.NIGHTLY);
  }
}
