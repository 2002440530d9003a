package dev.cairn.hash;

import dev.cairn.testkit.gate.ConcurrentCrashGate;
import dev.cairn.testkit.gate.Scale;

/** The same with a hundred thousand states. */
class HashConcurrentCrashNightly extends ConcurrentCrashGate {
  HashConcurrentCrashNightly() {
    super(new HashFixture(), Scale.NIGHTLY);
  }
}
