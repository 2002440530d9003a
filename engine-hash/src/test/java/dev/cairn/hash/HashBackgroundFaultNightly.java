package dev.cairn.hash;

import dev.cairn.testkit.gate.BackgroundFaultGate;
import dev.cairn.testkit.gate.Scale;

/** The same at twenty thousand places. */
class HashBackgroundFaultNightly extends BackgroundFaultGate {
  HashBackgroundFaultNightly() {
    super(new HashFixture(), Scale.NIGHTLY);
  }
}
