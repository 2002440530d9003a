package dev.cairn.bptree;

import dev.cairn.internal.vfs.Vfs;
import dev.cairn.testkit.fuzz.SealedPart;
import dev.cairn.testkit.fuzz.StoreFuzzGate;
import dev.cairn.testkit.gate.Scale;
import java.util.List;

/** The same for longer. */
class BPlusTreeFuzzNightly extends StoreFuzzGate {
  BPlusTreeFuzzNightly() {
    super(new BPlusTreeFixture(), Scale.NIGHTLY);
  }

  @Override
  protected List<SealedPart> parts(Vfs files, long storeSeed) {
    return BPlusTreeFuzzTest.partsOf(files, storeSeed);
  }
}
