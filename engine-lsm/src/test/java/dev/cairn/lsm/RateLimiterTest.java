package dev.cairn.lsm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Writes wait for their turn, but for no longer than the store lives. */
@Timeout(60)
class RateLimiterTest {
  private static final long DAYS = 1_000_000;

  @Test
  void itsEndLetsThroughWhatWaits() throws Exception {
    RateLimiter limiter = new RateLimiter(1);
    limiter.acquire(DAYS);
    Threads.Started waiting = Threads.start(() -> limiter.acquire(1));
    waiting.awaitWaiting();
    assertThat(waiting.task().isDone()).isFalse();

    limiter.end();

    waiting.join();
    limiter.acquire(1);
  }

  @Test
  void anInterruptEndsNoWaitAndStaysToBeSeen() throws Exception {
    RateLimiter limiter = new RateLimiter(1);
    limiter.acquire(DAYS);
    AtomicBoolean interrupted = new AtomicBoolean();
    Threads.Started waiting =
        Threads.start(() -> {
          Thread.currentThread().interrupt();
          limiter.acquire(1);
          interrupted.set(Thread.interrupted());
        });
    waiting.awaitWaiting();
    assertThat(waiting.task().isDone()).isFalse();

    limiter.end();

    waiting.join();
    assertThat(interrupted).isTrue();
  }
}
