package dev.cairn.map;

import dev.cairn.testkit.gate.Scale;

/** The same for longer. */
class CodecFuzzNightly extends CodecFuzz {
  CodecFuzzNightly() {
    super(Scale.NIGHTLY);
  }
}
