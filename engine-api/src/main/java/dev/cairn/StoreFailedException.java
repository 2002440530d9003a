package dev.cairn;

import java.io.Serial;

/**
 * The store refuses writes because an earlier write or sync failed, and what the disk holds since
 * then is uncertain. Reads go on. Close the store, see to the disk, and open it again: it then
 * holds all that was on the device and perhaps more.
 */
public final class StoreFailedException extends StoreException {
  @Serial private static final long serialVersionUID = 1;

  /**
   * Says what made the store refuse.
   *
   * @param message which store
   * @param firstFailure the failure after which the store refused
   */
  public StoreFailedException(String message, Throwable firstFailure) {
    super(message, firstFailure);
  }
}
