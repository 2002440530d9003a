package dev.cairn.internal.codec;

import dev.cairn.testkit.gate.Scale;

/** Any bytes are restored as by a decoder that goes byte by byte, and none beside the target. */
class Lz4FuzzTest extends Lz4Fuzz {
  Lz4FuzzTest() {
    super(Scale.BUILD);
  }
}
