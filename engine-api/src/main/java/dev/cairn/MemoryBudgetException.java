package dev.cairn;

import java.io.Serial;

/**
 * What was asked needs more memory than the store's budget allows, and no memory can be freed for
 * it. The write that met it changed nothing.
 */
public final class MemoryBudgetException extends StoreException {
  @Serial private static final long serialVersionUID = 1;

  /**
   * Says what happened.
   *
   * @param message what, where, expected and found
   */
  public MemoryBudgetException(String message) {
    super(message);
  }
}
