package dev.cairn.bptree;

import dev.cairn.testkit.gate.Scale;
import dev.cairn.testkit.gate.SharingGate;

/** The same over twenty million writes. */
class BPlusTreeSharingNightly extends SharingGate {
  BPlusTreeSharingNightly() {
    super(new BPlusTreeFixture(), Scale.NIGHTLY);
  }
}
