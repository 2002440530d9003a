package dev.cairn.internal.memory;

import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/** {@link MemoryBudget}: never more than its limit. */
@Param(name = "bytes", gen = IntGen.class, conf = "1:4")
public class MemoryBudgetHistory {
  private static final int MOST_OPERATIONS = 20;

  private final MemoryBudget budget = new MemoryBudget(6 + MOST_OPERATIONS);

  /** Makes a budget of which so much is used that it can be given back. */
  public MemoryBudgetHistory() {
    budget.reserve(MOST_OPERATIONS);
  }

  /** Takes bytes. */
  @Operation
  public boolean take(@Param(name = "bytes") int bytes) {
    return budget.tryReserve(bytes);
  }

  /** Gives bytes back that nothing in this history takes: they were there before. */
  @Operation
  public void giveBack() {
    budget.release(1);
  }

  /** Takes what cannot be refused. */
  @Operation
  public void takeAnyway() {
    budget.reserve(1);
  }

  /** Bytes in use. */
  @Operation
  public long usedBytes() {
    return budget.usedBytes();
  }
}
