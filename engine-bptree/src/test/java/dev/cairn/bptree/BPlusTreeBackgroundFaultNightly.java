package dev.cairn.bptree;

import dev.cairn.testkit.gate.BackgroundFaultGate;
import dev.cairn.testkit.gate.Scale;

/** The same at twenty thousand places. */
class BPlusTreeBackgroundFaultNightly extends BackgroundFaultGate {
  BPlusTreeBackgroundFaultNightly() {
    super(new BPlusTreeFixture(), Scale.NIGHTLY);
  }
}
