package dev.cairn.cli.shell;

import dev.cairn.testkit.gate.Scale;

/** The same for longer. */
class WordsFuzzNightly extends WordsFuzz {
  WordsFuzzNightly() {
    super(Scale.NIGHTLY);
  }
}
