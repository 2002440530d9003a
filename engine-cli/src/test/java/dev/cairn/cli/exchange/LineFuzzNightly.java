package dev.cairn.cli.exchange;

import dev.cairn.testkit.gate.Scale;

/** The same for longer. */
class LineFuzzNightly extends LineFuzz {
  LineFuzzNightly() {
    super(Scale.NIGHTLY);
  }
}
