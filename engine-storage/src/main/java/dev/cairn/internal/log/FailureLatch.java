package dev.cairn.internal.log;

import dev.cairn.StoreFailedException;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the first failed write or force, after which there is no other. Nothing is tried again:
 * a force that is repeated after a failure "succeeds" and the data is gone.
 */
final class FailureLatch {
  private volatile @Nullable Throwable first;

  /** Closes the latch, unless it is closed already, and returns the failure. */
  synchronized <E extends Throwable> E fail(E failure) {
    if (first == null) {
      first = failure;
    }
    return failure;
  }

  void requireSound() {
    Throwable cause = first;
    if (cause != null) {
      throw new StoreFailedException(
          "the log refuses writes after a failure: " + cause.getMessage(), cause);
    }
  }

  boolean isClosed() {
    return first != null;
  }
}
