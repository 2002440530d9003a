package dev.cairn.testkit.vfs;

import dev.cairn.OutOfSpaceException;
import dev.cairn.StoreIOException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Counts operations, and says which of them fail. */
final class FaultSchedule {
  private long operations;
  private long from;
  private @Nullable Fault fault;
  private FaultSpan span = FaultSpan.ONCE;
  private long firstStruck;
  private @Nullable Thread firstStruckThread;
  private @Nullable Operation firstStruckOperation;

  synchronized void failAt(long operation, Fault newFault, FaultSpan newSpan) {
    from = operation;
    fault = newFault;
    span = newSpan;
    firstStruck = 0;
    firstStruckThread = null;
    firstStruckOperation = null;
  }

  synchronized void heal() {
    fault = null;
  }

  synchronized long operations() {
    return operations;
  }

  synchronized OptionalLong firstStruck() {
    return firstStruck == 0 ? OptionalLong.empty() : OptionalLong.of(firstStruck);
  }

  synchronized @Nullable Thread firstStruckThread() {
    return firstStruckThread;
  }

  synchronized boolean hasStruckRead() {
    return firstStruckOperation == Operation.READ;
  }

  /** Counts an operation, and throws if it is to fail without an effect. */
  void pass(Operation operation, String where) {
    Fault struck = count(operation);
    if (struck != null) {
      throw failure(struck, operation, where);
    }
  }

  /** Counts an operation, and returns the fault that strikes it, if one does. */
  synchronized @Nullable Fault count(Operation operation) {
    operations++;
    Fault armed = fault;
    if (armed == null || operations < from || !armed.strikes(operation)) {
      return null;
    }
    if (firstStruck == 0) {
      firstStruck = operations;
      firstStruckThread = Thread.currentThread();
      firstStruckOperation = operation;
    }
    if (span == FaultSpan.ONCE) {
      fault = null;
    }
    return armed;
  }

  synchronized StoreIOException failure(Fault struck, Operation operation, String where) {
    String message =
        where + ": " + operation + " failed: injected " + struck + " at operation " + operations;
    return struck == Fault.ENOSPC || struck == Fault.SYNC_ENOSPC
        ? new OutOfSpaceException(message)
        : new StoreIOException(message);
  }
}
