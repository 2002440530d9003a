package dev.cairn.lsm;

import dev.cairn.testkit.gate.ConcurrentCrashGate;
import dev.cairn.testkit.gate.Scale;
import org.junit.jupiter.api.Timeout;

/** A crash under several writers of an LSM store leaves each of them what it was promised. */
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LsmConcurrentCrashTest extends ConcurrentCrashGate {
  LsmConcurrentCrashTest() {
    super(new LsmFixture(), Scale.BUILD);
  }
}
