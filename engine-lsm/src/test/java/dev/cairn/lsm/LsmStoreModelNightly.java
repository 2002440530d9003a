package dev.cairn.lsm;

import dev.cairn.testkit.gate.ModelGate;
import dev.cairn.testkit.gate.Scale;
import java.util.List;

/** The LSM store does what a sorted map does, however its tables are merged. */
class LsmStoreModelNightly extends ModelGate {
  LsmStoreModelNightly() {
    super(List.of(new LsmFixture(), new TieredLsmFixture()), Scale.NIGHTLY);
  }
}
