package dev.cairn.hash;

import dev.cairn.internal.vfs.Vfs;
import dev.cairn.testkit.fuzz.SealedPart;
import dev.cairn.testkit.fuzz.StoreFuzzGate;
import dev.cairn.testkit.gate.Scale;
import java.util.List;

/** The same for longer. */
class HashFuzzNightly extends StoreFuzzGate {
  HashFuzzNightly() {
    super(new HashFixture(), Scale.NIGHTLY);
  }

  @Override
  protected List<SealedPart> parts(Vfs files, long storeSeed) {
    return HashFuzzTest.partsOf(files, storeSeed);
  }
}
