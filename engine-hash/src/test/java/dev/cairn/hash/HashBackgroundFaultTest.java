package dev.cairn.hash;

import dev.cairn.testkit.gate.BackgroundFaultGate;
import dev.cairn.testkit.gate.Scale;
import org.junit.jupiter.api.Timeout;

/** A fault that the threads of a hash store meet loses nothing that was acknowledged. */
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HashBackgroundFaultTest extends BackgroundFaultGate {
  HashBackgroundFaultTest() {
    super(new HashFixture(), Scale.BUILD);
  }
}
