package dev.cairn.internal.store;

import java.util.concurrent.locks.LockSupport;

/** Waits for a time that an interrupt does not shorten; the interrupt stays to be seen. */
public final class Pause {
  private Pause() {}

  /**
   * Waits until an instant.
   *
   * @param nanoTime the instant, as {@link System#nanoTime} counts
   */
  public static void until(long nanoTime) {
    boolean interrupted = false;
    for (long left; (left = nanoTime - System.nanoTime()) > 0; ) {
      LockSupport.parkNanos(left);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
