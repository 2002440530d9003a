package dev.cairn.bptree;

import dev.cairn.testkit.gate.ModelGate;
import dev.cairn.testkit.gate.Scale;
import java.util.List;

/** The B+ tree store does what a sorted map does, over many operations. */
class BPlusTreeStoreModelTest extends ModelGate {
  BPlusTreeStoreModelTest() {
    super(List.of(new BPlusTreeFixture()), Scale.LONG_BUILD);
  }
}
