package dev.cairn.bptree;

import dev.cairn.testkit.gate.BudgetGate;

/** A B+ tree store stays within its budget. */
class BPlusTreeBudgetTest extends BudgetGate {
  BPlusTreeBudgetTest() {
    super(new BPlusTreeFixture());
  }
}
