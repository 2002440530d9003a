package dev.cairn.bptree;

import dev.cairn.testkit.mutant.MutantGate;
import dev.cairn.testkit.mutant.StorageMutants;

/** The gates find bugs of what all engines stand on through a B+ tree store too. */
class BPlusTreeStorageMutantNightly extends MutantGate {
  BPlusTreeStorageMutantNightly() {
    super(new BPlusTreeFixture(), StorageMutants.all());
  }
}
