package dev.cairn.hash;

import dev.cairn.testkit.gate.BudgetGate;

/** A hash store stays within its budget. */
class HashBudgetTest extends BudgetGate {
  HashBudgetTest() {
    super(new HashFixture());
  }
}
