package dev.cairn.lsm;

import dev.cairn.testkit.edit.Preemption;
import java.util.concurrent.CountDownLatch;

/** Books the time of a write, while at each step in turn another write books its own. */
final class PreemptedBookings {
  private static final long SECOND = 1_000_000_000;
  private static final long BYTES_PER_SECOND = 50_000;

  private long now;
  private final RateLimiter limiter =
      new RateLimiter(BYTES_PER_SECOND, () -> now, this::passTheTime);

  private PreemptedBookings() {}

  /** Tries all, and returns how often another came between. Called in classes with points. */
  static int run() {
    for (int point = 0; ; point++) {
      PreemptedBookings bookings = new PreemptedBookings();
      if (!Preemption.at(point, bookings::writeForASecond, bookings::writeForASecond)) {
        return point;
      }
      bookings.writeForASecond(); // Its turn comes when those before it are over.
      if (bookings.now != 2 * SECOND) {
        throw new AssertionError(
            "one came between at point %d: the third began after %d ns"
                .formatted(point, bookings.now));
      }
    }
  }

  private void writeForASecond() {
    limiter.acquire(BYTES_PER_SECOND);
  }

  private boolean passTheTime(CountDownLatch end, long nanos) {
    now += nanos;
    return false;
  }
}
