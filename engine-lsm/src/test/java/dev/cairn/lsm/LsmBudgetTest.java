package dev.cairn.lsm;

import dev.cairn.testkit.gate.BudgetGate;

/** An LSM store stays within its budget. */
class LsmBudgetTest extends BudgetGate {
  LsmBudgetTest() {
    super(new LsmFixture());
  }
}
