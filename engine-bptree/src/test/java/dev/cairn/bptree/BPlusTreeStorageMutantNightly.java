package dev.cairn.bptree;

import dev.cairn.testkit.mutant.MutantGate;
import dev.cairn.testkit.mutant.StorageMutants;

/**
 * The gates find bugs of what all engines stand on through a B+ tree store too, but for those that
 * none of its campaigns has met: its log is read at opening alone, and is empty when it was closed;
 * its writer's lock orders appends; readers pin only while a page is loaded, into the frame of
 * another if there is no more memory; and only a new store puts a file in another's place.
 */
class BPlusTreeStorageMutantNightly extends MutantGate {
  BPlusTreeStorageMutantNightly() {
    super(
        new BPlusTreeFixture(),
        StorageMutants.without(
            "a file deleted before the one in its place has its name",
            "a record's checksum that recovery does not compare",
            "a record's checksum that a read from the file does not compare",
            "a record's checksum that is right in any place",
            "a budget that is counted and not kept",
            "memory used again while a reader has it",
            "closing that does not wait for readers",
            "an append without the log's lock"));
  }
}
