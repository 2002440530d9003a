package dev.cairn;

import java.io.Serial;

/**
 * Another store, in this process or another, has the directory open, or a copy is being written
 * there, or it is being examined or salvaged.
 */
public final class StoreLockedException extends StoreException {
  @Serial private static final long serialVersionUID = 1;

  /**
   * Says what happened.
   *
   * @param message what, where, expected and found
   */
  public StoreLockedException(String message) {
    super(message);
  }
}
