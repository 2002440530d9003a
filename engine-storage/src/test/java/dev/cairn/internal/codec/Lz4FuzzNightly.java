package dev.cairn.internal.codec;

import dev.cairn.testkit.gate.Scale;

/** The same for longer. */
class Lz4FuzzNightly extends Lz4Fuzz {
  Lz4FuzzNightly() {
    super(Scale.NIGHTLY);
  }
}
