package dev.cairn;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a value in place, without a copy.
 *
 * @param <R> what it makes of the value
 */
@FunctionalInterface
public interface ValueBorrower<R extends @Nullable Object> {
  /**
   * Called with the value on the thread that reads.
   *
   * @param value the value's bytes, read-only; a loan that ends when this method returns. A use
   *     after that may throw or see other bytes, never memory that is not the store's.
   * @return what the read returns
   */
  R borrow(MemorySegment value);
}
