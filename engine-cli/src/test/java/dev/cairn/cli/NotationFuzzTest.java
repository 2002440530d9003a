package dev.cairn.cli;

import dev.cairn.testkit.gate.Scale;

/** An argument is the bytes that it shows, or the user's mistake; and any bytes can be shown. */
class NotationFuzzTest extends NotationFuzz {
  NotationFuzzTest() {
    super(Scale.BUILD);
  }
}
