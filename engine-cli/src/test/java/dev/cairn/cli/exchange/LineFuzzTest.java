package dev.cairn.cli.exchange;

import dev.cairn.testkit.gate.Scale;

/** No bytes that somebody imports make a parser throw anything but that a line is bad, or hang. */
class LineFuzzTest extends LineFuzz {
  LineFuzzTest() {
    super(Scale.BUILD);
  }
}
