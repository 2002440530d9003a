package dev.cairn.internal.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jetbrains.lincheck.datastructures.Operation;

/** A counter in native memory that loses increments, which the model checker must find. */
public class RacyCounterHistory {
  private final MemorySegment counter = Arena.ofAuto().allocate(ValueLayout.JAVA_LONG);

  /** Counts, in two steps. */
  @Operation
  public long increment() {
    long next = counter.get(ValueLayout.JAVA_LONG, 0) + 1;
    counter.set(ValueLayout.JAVA_LONG, 0, next);
    return next;
  }
}
