package dev.cairn.lsm;

import dev.cairn.internal.store.Pause;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps the bytes that compactions write in a second below a limit: each write books the time that
 * its bytes may take, and waits until those before it are over.
 */
final class RateLimiter {
  static final RateLimiter UNLIMITED = new RateLimiter(0);

  private static final double NANOS_PER_SECOND = 1e9;

  private final double nanosPerByte;
  private final AtomicLong bookedUntil = new AtomicLong(System.nanoTime());

  /**
   * Makes a limiter.
   *
   * @param bytesPerSecond the limit, or 0 for none
   */
  RateLimiter(long bytesPerSecond) {
    nanosPerByte = bytesPerSecond == 0 ? 0 : NANOS_PER_SECOND / bytesPerSecond;
  }

  void acquire(long bytes) {
    if (nanosPerByte == 0) {
      return;
    }
    long nanos = (long) (bytes * nanosPerByte);
    long now = System.nanoTime();
    long turn = bookedUntil.getAndUpdate(until -> (until - now > 0 ? until : now) + nanos);
    Pause.until(turn);
  }
}
