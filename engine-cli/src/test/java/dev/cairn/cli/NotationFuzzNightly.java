package dev.cairn.cli;

import dev.cairn.testkit.gate.Scale;

/** The same for longer. */
class NotationFuzzNightly extends NotationFuzz {
  NotationFuzzNightly() {
    super(Scale.NIGHTLY);
  }
}
