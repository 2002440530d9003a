package dev.cairn.bptree;

import dev.cairn.testkit.gate.ModelGate;
import dev.cairn.testkit.gate.Scale;
import java.util.List;

/** {@link BPlusTreeStoreModelTest} for a night. */
class BPlusTreeStoreModelNightly extends ModelGate {
  BPlusTreeStoreModelNightly() {
    super(List.of(new BPlusTreeFixture()), Scale.NIGHTLY);
  }
}
