package dev.cairn.hash;

import dev.cairn.testkit.gate.CrashGate;
import dev.cairn.testkit.gate.Scale;

/** The same over ten million states. */
class HashCrashNightly extends CrashGate {
  HashCrashNightly() {
    super(new AnyProbingFixture(), Scale.NIGHTLY);
  }
}
