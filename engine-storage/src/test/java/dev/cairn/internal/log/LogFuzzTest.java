package dev.cairn.internal.log;

import dev.cairn.testkit.gate.Scale;

/** No bytes make a reader of segments throw what it does not promise, read outside, or hang. */
class LogFuzzTest extends LogFuzz {
  LogFuzzTest() {
    super(Scale.BUILD);
  }
}
