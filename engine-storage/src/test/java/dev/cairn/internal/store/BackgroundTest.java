package dev.cairn.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class BackgroundTest {
  @Test
  void closeWaitsForAllTasksThatWereGiven() {
    AtomicInteger done = new AtomicInteger();
    Background background = Background.threads("test");
    for (int i = 0; i < 100; i++) {
      background.prepare().execute(done::incrementAndGet);
      background.maintain().execute(done::incrementAndGet);
    }

    background.close();

    assertThat(done).hasValue(200);
  }

  @Test
  void aLongTaskDoesNotHoldUpPreparation() {
    CountDownLatch prepared = new CountDownLatch(1);
    AtomicBoolean ended = new AtomicBoolean();
    Background background = Background.threads("test");
    background
        .maintain()
        .execute(() -> {
          await(prepared);
          ended.set(true);
        });

    background.prepare().execute(prepared::countDown);
    background.close();

    assertThat(ended).isTrue();
  }

  @Test
  void itsThreadsAreNamedDaemons() {
    AtomicReference<Thread> thread = new AtomicReference<>();
    Background background = Background.threads("store-7");

    background.prepare().execute(() -> thread.set(Thread.currentThread()));
    background.close();

    assertThat(thread.get().getName()).isEqualTo("store-7-prepare");
    assertThat(thread.get().isDaemon()).isTrue();
  }

  @Test
  void bothThreadsAreThereFromTheBeginning() {
    try (Background _ = Background.threads("early")) {
      assertThat(Thread.getAllStackTraces().keySet())
          .extracting(Thread::getName)
          .contains("early-prepare", "early-maintain");
    }
  }

  @Test
  void anInterruptNeitherHurriesCloseNorIsLost() {
    AtomicInteger done = new AtomicInteger();
    Background background = Background.threads("test");
    for (int i = 0; i < 100; i++) {
      background.maintain().execute(done::incrementAndGet);
    }
    Thread.currentThread().interrupt();

    background.close();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(done).hasValue(100);
  }

  @Test
  void withoutThreadsATaskRunsWhereItIsGiven() {
    AtomicReference<Thread> thread = new AtomicReference<>();
    try (Background background = Background.none()) {
      background.maintain().execute(() -> thread.set(Thread.currentThread()));
    }

    assertThat(thread.get()).isSameAs(Thread.currentThread());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
