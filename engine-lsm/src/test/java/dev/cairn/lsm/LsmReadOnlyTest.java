package dev.cairn.lsm;

import dev.cairn.testkit.gate.ReadOnlyGate;

/** An LSM store on a disk that can only be read. */
class LsmReadOnlyTest extends ReadOnlyGate {
  LsmReadOnlyTest() {
    super(new LsmFixture());
  }
}
