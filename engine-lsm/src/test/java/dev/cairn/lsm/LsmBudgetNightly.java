package dev.cairn.lsm;

import dev.cairn.testkit.gate.BudgetGate;

/** An LSM store stays within its budget. */
class LsmBudgetNightly extends BudgetGate {
  LsmBudgetNightly() {
    super(new LsmFixture());
  }
}
