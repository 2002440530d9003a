package dev.cairn.bptree;

import dev.cairn.testkit.gate.CursorFaultGate;

/** A B+ tree cursor whose move failed passes over nothing. */
class BPlusTreeCursorFaultTest extends CursorFaultGate {
  BPlusTreeCursorFaultTest() {
    super(new BPlusTreeFixture());
  }
}
