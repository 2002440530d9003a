package dev.cairn.hash;

import dev.cairn.testkit.gate.CrashGate;
import dev.cairn.testkit.gate.Scale;

/** A crash of a hash store loses nothing that was promised, however its index is searched. */
class HashCrashTest extends CrashGate {
  HashCrashTest() {
    super(new AnyProbingFixture(), Scale.BUILD);
  }
}
