package dev.cairn.internal.memory;

import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/** {@link MemoryBudget}: never more than its limit. */
@Param(name = "bytes", gen = IntGen.class, conf = "1:4")
public class MemoryBudgetHistory {
  private final MemoryBudget budget = new MemoryBudget(6);

  /** Takes bytes. */
  @Operation
  public boolean take(@Param(name = "bytes") int bytes) {
    return budget.tryReserve(bytes);
  }

  /** Bytes in use. */
  @Operation
  public long usedBytes() {
    return budget.usedBytes();
  }
}
