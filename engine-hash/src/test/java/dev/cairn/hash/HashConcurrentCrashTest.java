package dev.cairn.hash;

import dev.cairn.testkit.gate.ConcurrentCrashGate;
import dev.cairn.testkit.gate.Scale;
import org.junit.jupiter.api.Timeout;

/** A crash under several writers of a hash store leaves each of them what it was promised. */
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HashConcurrentCrashTest extends ConcurrentCrashGate {
  HashConcurrentCrashTest() {
    super(new HashFixture(), Scale.BUILD);
  }
}
