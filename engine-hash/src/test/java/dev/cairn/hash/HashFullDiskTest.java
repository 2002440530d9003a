package dev.cairn.hash;

import dev.cairn.testkit.gate.FullDiskGate;

/** A hash store on a full disk. */
class HashFullDiskTest extends FullDiskGate {
  HashFullDiskTest() {
    super(new HashFixture());
  }
}
