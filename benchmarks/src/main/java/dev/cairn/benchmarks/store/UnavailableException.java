package dev.cairn.benchmarks.store;

import java.io.Serial;

/** A store that cannot be had here, such as an engine that is not on the class path. */
public final class UnavailableException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  /**
   * Says why.
   *
   * @param message what is missing
   */
  public UnavailableException(String message) {
    super(message);
  }
}
