package dev.cairn;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The disk has no room. The write that met it changed nothing; free some space and write again. */
public final class OutOfSpaceException extends StoreIOException {
  @Serial private static final long serialVersionUID = 1;

  /**
   * Says what happened.
   *
   * @param message what, where, expected and found
   */
  public OutOfSpaceException(String message) {
    super(message);
  }

  /**
   * Says what happened, and why.
   *
   * @param message what, where, expected and found
   * @param cause what the platform threw
   */
  public OutOfSpaceException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
