package dev.cairn;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * The directory holds something this version cannot open: no store, one of another engine, or one
 * of a newer format. The message names what was expected and found; no file but {@code LOCK} was
 * touched.
 */
public final class IncompatibleFormatException extends StoreException {
  @Serial private static final long serialVersionUID = 1;

  /**
   * Says what happened.
   *
   * @param message what, where, expected and found
   */
  public IncompatibleFormatException(String message) {
    super(message);
  }

  /**
   * Says what happened, and why.
   *
   * @param message what, where, expected and found
   * @param cause what the platform threw
   */
  public IncompatibleFormatException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
