package dev.cairn.lsm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.testkit.Threads;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Writes wait for their turn, which comes as the rate says, but for no longer than the store lives.
 */
@Timeout(60)
class RateLimiterTest {
  private static final long DAYS = 1_000_000;
  private static final long SECOND = 1_000_000_000;
  private static final long BYTES_PER_SECOND = 50_000;

  private final long start = Long.MAX_VALUE - SECOND; // Such clocks pass the largest number.
  private long now = start;
  private final RateLimiter limiter =
      new RateLimiter(BYTES_PER_SECOND, () -> now, this::waitInTwoSteps);

  /** By a clock that moves when it is told to. */
  private boolean waitInTwoSteps(CountDownLatch end, long nanos) {
    now += (nanos + 1) / 2;
    return false;
  }

  @Test
  void bytesTakeTheTimeThatTheirRateGivesThem() {
    for (int i = 0; i < 30; i++) {
      limiter.acquire(10_000);
    }
    limiter.acquire(1); // Its turn comes when those before it are over.

    assertThat(now - start).isEqualTo(30 * 10_000 / BYTES_PER_SECOND * SECOND);
  }

  @Test
  void timeInWhichNothingWasWrittenIsNotSavedUp() {
    limiter.acquire(1);
    now += 100 * SECOND;

    limiter.acquire(BYTES_PER_SECOND);
    limiter.acquire(BYTES_PER_SECOND);

    assertThat(now - start).isEqualTo(101 * SECOND);
  }

  @Test
  void withoutALimitNothingWaits() {
    RateLimiter unlimited = new RateLimiter(0, () -> now, this::waitInTwoSteps);

    unlimited.acquire(Long.MAX_VALUE);
    unlimited.acquire(Long.MAX_VALUE);

    assertThat(now).isEqualTo(start);
  }

  @Test
  void itsEndLetsThroughWhatWaits() throws Exception {
    RateLimiter slow = new RateLimiter(1);
    slow.acquire(DAYS);
    Threads.Started waiting = Threads.start(() -> slow.acquire(1));
    waiting.awaitWaiting();
    assertThat(waiting.task().isDone()).isFalse();

    slow.end();

    waiting.join();
    slow.acquire(1);
  }

  @Test
  void anInterruptEndsNoWaitAndStaysToBeSeen() throws Exception {
    RateLimiter slow = new RateLimiter(1);
    slow.acquire(DAYS);
    AtomicBoolean interrupted = new AtomicBoolean();
    Threads.Started waiting =
        Threads.start(() -> {
          Thread.currentThread().interrupt();
          slow.acquire(1);
          interrupted.set(Thread.interrupted());
        });
    waiting.awaitWaiting();
    assertThat(waiting.task().isDone()).isFalse();

    slow.end();

    waiting.join();
    assertThat(interrupted).isTrue();
  }
}
