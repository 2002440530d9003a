package dev.cairn.bptree;

import dev.cairn.testkit.gate.BackgroundFaultGate;
import dev.cairn.testkit.gate.Scale;
import org.junit.jupiter.api.Timeout;

/** A fault that the threads of a B+ tree store meet loses nothing that was acknowledged. */
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BPlusTreeBackgroundFaultTest extends BackgroundFaultGate {
  BPlusTreeBackgroundFaultTest() {
    super(new BPlusTreeFixture(), Scale.BUILD);
  }
}
