package dev.cairn.lsm;

import dev.cairn.testkit.mutant.MutantGate;
import dev.cairn.testkit.mutant.StorageMutants;

/** The gates find bugs of what all engines stand on through an LSM store too. */
class LsmStorageMutantNightly extends MutantGate {
  LsmStorageMutantNightly() {
    super(new LsmFixture(), StorageMutants.all());
  }
}
