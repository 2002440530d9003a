package dev.cairn.internal.log;

import dev.cairn.MemoryBudgetException;
import dev.cairn.OutOfSpaceException;
import dev.cairn.StoreFailedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers the first failed write or force, after which there is no other. Nothing is tried again:
 * a force that is repeated after a failure "succeeds" and the data is gone.
 */
final class FailureLatch {
  private static final Logger LOGGER = LoggerFactory.getLogger(Log.class);

  private volatile @Nullable RuntimeException first;

  /**
   * Closes the latch, unless it is closed already, and returns what to throw: the failure, but not
   * one that says that nothing has changed and that the write may be tried again.
   */
  RuntimeException fail(RuntimeException failure) {
    synchronized (this) {
      if (first == null) {
        first = failure;
        LOGGER.error("the store refuses writes from now on", failure);
      }
    }
    boolean saysTryAgain =
        failure instanceof OutOfSpaceException || failure instanceof MemoryBudgetException;
    return saysTryAgain ? refusal(failure) : failure;
  }

  void requireSound() {
    RuntimeException cause = first;
    if (cause != null) {
      throw refusal(cause);
    }
  }

  private static StoreFailedException refusal(RuntimeException cause) {
    return new StoreFailedException(
        "the log refuses writes after a failure: " + cause.getMessage(), cause);
  }

  boolean isClosed() {
    return first != null;
  }
}
