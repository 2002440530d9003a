package dev.cairn.lsm;

import dev.cairn.testkit.gate.BackgroundFaultGate;
import dev.cairn.testkit.gate.Scale;
import org.junit.jupiter.api.Timeout;

/** A fault that the threads of an LSM store meet loses nothing that was acknowledged. */
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LsmBackgroundFaultTest extends BackgroundFaultGate {
  LsmBackgroundFaultTest() {
    super(new LsmFixture(), Scale.BUILD);
  }
}
