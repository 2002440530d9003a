package dev.cairn.bptree;

import dev.cairn.testkit.gate.ConcurrentCrashGate;
import dev.cairn.testkit.gate.Scale;
import org.junit.jupiter.api.Timeout;

/** A crash under several writers of a B+ tree store leaves each of them what it was promised. */
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BPlusTreeConcurrentCrashTest extends ConcurrentCrashGate {
  BPlusTreeConcurrentCrashTest() {
    super(new BPlusTreeFixture(), Scale.BUILD);
  }
}
