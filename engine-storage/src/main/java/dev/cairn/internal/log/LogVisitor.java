package dev.cairn.internal.log;

import java.lang.foreign.MemorySegment;

/** Sees the operations of the log in their order. */
@FunctionalInterface
public interface LogVisitor {
  /**
   * Called for each operation; control records are not shown, and a batch only if it is whole.
   *
   * @param segment the segment the record is in
   * @param memory holds the segment's bytes, perhaps only during the call
   * @param offset where in both the record begins
   */
  void visit(LogSegment segment, MemorySegment memory, long offset);

  /**
   * Called after the last operation of a segment, if all are whole, for a visitor that works on
   * several at once. The memory is still there.
   */
  default void endSegment() {}

  /**
   * Called while a log is opened, if there is no memory for a segment that has to be read: gives
   * back what the owner has and can do without.
   */
  default void giveMemoryBack() {}
}
