package dev.cairn;

import java.lang.foreign.MemorySegment;

/** Sees the pairs of a store one after another. */
@FunctionalInterface
public interface EntryVisitor {
  /**
   * Called with a pair, on the thread that walks.
   *
   * @param key the key, read-only; a loan that ends when this method returns
   * @param value the value, likewise
   */
  void visit(MemorySegment key, MemorySegment value);
}
