package dev.cairn.map;

import dev.cairn.testkit.gate.Scale;

/** Bytes are an encoding, and the only one of what they stand for, or they are refused. */
class CodecFuzzTest extends CodecFuzz {
  CodecFuzzTest() {
    super(Scale.BUILD);
  }
}
