package dev.cairn.bptree;

import dev.cairn.testkit.gate.FullDiskGate;

/** A B+ tree store on a full disk, most of whose pages are newer than their copies in the file. */
class BPlusTreeFullDiskTest extends FullDiskGate {
  BPlusTreeFullDiskTest() {
    super(new BPlusTreeFixture(4 << 20));
  }
}
