package dev.cairn.lsm;

import dev.cairn.testkit.mutant.MutantGate;
import dev.cairn.testkit.mutant.StorageMutants;

/**
 * The gates find bugs of what all engines stand on through an LSM store too, but for those that
 * none of its campaigns has met: it reads no record of the log by itself, its writer's lock orders
 * appends, and what is flushed in time needs no refusal.
 */
class LsmStorageMutantNightly extends MutantGate {
  LsmStorageMutantNightly() {
    super(
        new LsmFixture(),
        StorageMutants.without(
            "a record's checksum that a read from the file does not compare",
            "a budget that is counted and not kept",
            "an append without the log's lock"));
  }
}
