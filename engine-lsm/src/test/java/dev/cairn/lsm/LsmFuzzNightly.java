package dev.cairn.lsm;

import dev.cairn.internal.vfs.Vfs;
import dev.cairn.testkit.fuzz.SealedPart;
import dev.cairn.testkit.fuzz.StoreFuzzGate;
import dev.cairn.testkit.gate.Scale;
import java.util.List;

/** The same for longer. */
class LsmFuzzNightly extends StoreFuzzGate {
  LsmFuzzNightly() {
    super(new LsmFixture(), Scale.NIGHTLY);
  }

  @Override
  protected List<SealedPart> parts(Vfs files, long storeSeed) {
    return LsmFuzzTest.partsOf(files, storeSeed);
  }
}
