package dev.cairn.lsm;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Keeps the bytes that compactions write in a second below a limit: each write books the time that
 * its bytes may take, and waits until those before it are over.
 */
final class RateLimiter {
  /** Waits for the end of a limiter, but no longer than some time; says whether it has come. */
  @FunctionalInterface
  interface Waiting {
    boolean await(CountDownLatch end, long nanos) throws InterruptedException;
  }

  static final RateLimiter UNLIMITED = new RateLimiter(0);

  private static final double NANOS_PER_SECOND = 1e9;

  private final double nanosPerByte;
  private final LongSupplier nanoTime;
  private final Waiting waiting;
  private final AtomicLong bookedUntil;
  private final CountDownLatch ended = new CountDownLatch(1);

  /**
   * Makes a limiter.
   *
   * @param bytesPerSecond the limit, or 0 for none
   */
  RateLimiter(long bytesPerSecond) {
    this(bytesPerSecond, System::nanoTime, (end, nanos) -> end.await(nanos, TimeUnit.NANOSECONDS));
  }

  /** With another clock, and another way to wait. */
  RateLimiter(long bytesPerSecond, LongSupplier nanoTime, Waiting waiting) {
    this.nanosPerByte = bytesPerSecond == 0 ? 0 : NANOS_PER_SECOND / bytesPerSecond;
    this.nanoTime = nanoTime;
    this.waiting = waiting;
    this.bookedUntil = new AtomicLong(nanoTime.getAsLong());
  }

  /** Waits for its turn, which an interrupt does not shorten; the interrupt stays to be seen. */
  void acquire(long bytes) {
    if (nanosPerByte == 0) {
      return;
    }
    long nanos = (long) (bytes * nanosPerByte);
    long now = nanoTime.getAsLong();
    long turn = bookedUntil.getAndUpdate(until -> (until - now > 0 ? until : now) + nanos);
    boolean isTurn = false;
    boolean interrupted = false;
    while (!isTurn) {
      try {
        long left = turn - nanoTime.getAsLong();
        isTurn = left <= 0 || waiting.await(ended, left);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Lets all writes through from now on: a value of a gigabyte may have booked an hour. */
  void end() {
    ended.countDown();
  }
}
