package dev.cairn.cli.shell;

import dev.cairn.testkit.gate.Scale;

/** A line of the shell is words, or it is refused; and any words can be typed. */
class WordsFuzzTest extends WordsFuzz {
  WordsFuzzTest() {
    super(Scale.BUILD);
  }
}
