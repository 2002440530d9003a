package dev.cairn;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Another store, in this process or another, has the directory open. */
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

  /**
   * Says what happened, and why.
   *
   * @param message what, where, expected and found
   * @param cause what the platform threw
   */
  public StoreLockedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
