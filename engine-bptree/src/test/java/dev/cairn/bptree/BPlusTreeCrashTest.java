package dev.cairn.bptree;

import dev.cairn.testkit.gate.CrashGate;
import dev.cairn.testkit.gate.Scale;

/** A crash of a B+ tree store loses nothing that was promised. */
class BPlusTreeCrashTest extends CrashGate {
  BPlusTreeCrashTest() {
    super(new BPlusTreeFixture(), Scale.BUILD);
  }
}
