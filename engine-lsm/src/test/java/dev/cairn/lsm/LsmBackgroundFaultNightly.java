package dev.cairn.lsm;

import dev.cairn.testkit.gate.BackgroundFaultGate;
import dev.cairn.testkit.gate.Scale;

/** The same at twenty thousand places. */
class LsmBackgroundFaultNightly extends BackgroundFaultGate {
  LsmBackgroundFaultNightly() {
    super(new LsmFixture(), Scale.NIGHTLY);
  }
}
