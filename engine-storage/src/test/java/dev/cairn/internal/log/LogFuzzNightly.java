package dev.cairn.internal.log;

import dev.cairn.testkit.gate.Scale;

/** The same for longer. */
class LogFuzzNightly extends LogFuzz {
  LogFuzzNightly() {
    super(Scale.NIGHTLY);
  }
}
