package dev.cairn;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The disk did not do what was asked of it. The message names the file and the operation. */
public class StoreIOException extends StoreException {
  @Serial private static final long serialVersionUID = 1;

  /**
   * Says what happened.
   *
   * @param message what, where, expected and found
   */
  public StoreIOException(String message) {
    super(message);
  }

  /**
   * Says what happened, and why.
   *
   * @param message what, where, expected and found
   * @param cause what the platform threw
   */
  public StoreIOException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
