package dev.cairn.hash;

import dev.cairn.testkit.gate.ModelGate;
import dev.cairn.testkit.gate.Scale;
import java.util.stream.Stream;

/** The hash store does what a map does, however its index is searched. */
class HashStoreModelNightly extends ModelGate {
  HashStoreModelNightly() {
    super(Stream.of(Probing.values()).map(HashFixture::new).toList(), Scale.NIGHTLY);
  }
}
