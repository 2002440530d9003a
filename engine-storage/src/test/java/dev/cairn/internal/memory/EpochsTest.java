package dev.cairn.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.testkit.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class EpochsTest {
  private final Epochs epochs = new Epochs();
  private final List<String> freed = new ArrayList<>();

  @Test
  void whatNobodyReadsIsFreedAtOnce() {
    retire("a");

    assertThat(freed).containsExactly("a");
    assertThat(epochs.reclaim()).isTrue();
  }

  @Test
  void aPinKeepsWhatIsRetiredAfterIt() {
    Epochs.Pin pin = epochs.pin();
    retire("a");
    assertThat(freed).isEmpty();
    assertThat(epochs.reclaim()).isFalse();

    epochs.unpin(pin);

    assertThat(epochs.reclaim()).isTrue();
    assertThat(freed).containsExactly("a");
  }

  @Test
  void aPinDoesNotKeepWhatWasRetiredBeforeIt() {
    Epochs.Pin early = epochs.pin();
    retire("a");
    Epochs.Pin late = epochs.pin();
    retire("b");

    epochs.unpin(early);

    assertThat(epochs.reclaim()).isFalse();
    assertThat(freed).containsExactly("a");
    epochs.unpin(late);
  }

  @Test
  void thingsAreFreedInTheOrderInWhichTheyWereRetired() {
    Epochs.Pin pin = epochs.pin();
    retire("a");
    retire("b");
    retire("c");

    epochs.unpin(pin);
    epochs.reclaim();

    assertThat(freed).containsExactly("a", "b", "c");
  }

  @Test
  void freeingAThingMayRetireAnother() {
    epochs.retire(() -> {
      freed.add("outer");
      retire("inner");
    });

    assertThat(freed).containsExactly("outer", "inner");
  }

  @Test
  void morePinsThanSlotsAreHeldAtOnce() {
    List<Epochs.Pin> pins = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      pins.add(epochs.pin());
    }
    assertThat(pins).doesNotHaveDuplicates();
    retire("a");

    pins.subList(0, 999).forEach(epochs::unpin);
    assertThat(epochs.reclaim()).isFalse();
    epochs.unpin(pins.getLast());

    assertThat(epochs.reclaim()).isTrue();
  }

  @Test
  void aThousandVirtualThreadsPinAtOnce() {
    CountDownLatch allPinned = new CountDownLatch(1_000);

    Workers.runVirtual(
        1_000,
        worker -> {
          Epochs.Pin pin = epochs.pin();
          allPinned.countDown();
          allPinned.await();
          epochs.unpin(pin);
        });

    retire("a");
    assertThat(freed).containsExactly("a");
  }

  @Test
  void aClosedCounterLetsNobodyPin() {
    epochs.close();

    assertThatThrownBy(epochs::pin)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
    retire("a");
    assertThat(freed).containsExactly("a");
  }

  @Test
  void closeWaitsForPinsAndFreesWhatTheyKept() throws InterruptedException {
    Epochs.Pin pin = epochs.pin();
    retire("a");
    AtomicBoolean returned = new AtomicBoolean();
    Thread closer =
        Thread.ofPlatform()
            .start(() -> {
              epochs.close();
              returned.set(true);
            });
    awaitClosed();
    assertThat(returned).isFalse();
    assertThat(freed).isEmpty();

    epochs.unpin(pin);
    closer.join();

    assertThat(freed).containsExactly("a");
  }

  @Test
  void closeKeepsTheInterruptOfItsThread() throws InterruptedException {
    Epochs.Pin pin = epochs.pin();
    AtomicBoolean interrupted = new AtomicBoolean();
    Thread closer =
        Thread.ofPlatform()
            .start(() -> {
              Thread.currentThread().interrupt();
              epochs.close();
              interrupted.set(Thread.currentThread().isInterrupted());
            });
    awaitClosed();

    epochs.unpin(pin);
    closer.join();

    assertThat(interrupted).isTrue();
  }

  @Test
  void aThreadThatLendsIsTold() {
    Epochs.Pin pin = epochs.pinToLend();

    assertThatThrownBy(() -> epochs.requireNotLending("put()"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("put() inside a");
    Workers.run(1, worker -> epochs.requireNotLending("put()"));

    epochs.unpinLent(pin);
    assertThatCode(() -> epochs.requireNotLending("put()")).doesNotThrowAnyException();
  }

  @Test
  void aThreadThatLendsTwiceIsToldUntilBothLoansEnd() {
    Epochs.Pin outer = epochs.pinToLend();
    Epochs.Pin inner = epochs.pinToLend();

    epochs.unpinLent(inner);

    assertThatThrownBy(() -> epochs.requireNotLending("put()"))
        .isInstanceOf(IllegalStateException.class);
    epochs.unpinLent(outer);
  }

  @Test
  void anOrdinaryPinIsNoLoan() {
    Epochs.Pin lent = epochs.pinToLend();
    epochs.unpinLent(lent);
    Epochs.Pin pin = epochs.pin();

    assertThatCode(() -> epochs.requireNotLending("put()")).doesNotThrowAnyException();

    epochs.unpin(pin);
  }

  /** A thing that knows whether it was freed. */
  private static final class Shared {
    private volatile boolean freed;
  }

  @Test
  void aPinnedReaderNeverSeesWhatItFoundFreed() {
    AtomicReference<Shared> current = new AtomicReference<>(new Shared());
    AtomicInteger freedEarly = new AtomicInteger();
    AtomicInteger freedCount = new AtomicInteger();
    AtomicBoolean done = new AtomicBoolean();
    int replacements = 300_000;

    Workers.run(
        3,
        worker -> {
          if (worker == 0) {
            for (int i = 0; i < replacements; i++) {
              Shared old = current.getAndSet(new Shared());
              epochs.retire(() -> {
                old.freed = true;
                freedCount.incrementAndGet();
              });
            }
            done.set(true);
            return;
          }
          while (!done.get()) {
            Epochs.Pin pin = epochs.pin();
            Shared found = current.get();
            for (int look = 0; look < 8; look++) {
              if (found.freed) {
                freedEarly.incrementAndGet();
              }
            }
            epochs.unpin(pin);
          }
        });
    epochs.close();

    assertThat(freedEarly).hasValue(0);
    assertThat(freedCount).hasValue(replacements);
  }

  @Test
  void afterClosingAThingIsFreedAtOnceThoughSomebodyTriesToPin() {
    epochs.close();
    AtomicBoolean isOver = new AtomicBoolean();
    AtomicInteger freedAtOnce = new AtomicInteger();

    Workers.run(
        2,
        worker -> {
          if (worker == 0) {
            for (int i = 0; i < 100_000; i++) {
              epochs.retire(freedAtOnce::incrementAndGet);
              if (freedAtOnce.get() != i + 1) {
                break;
              }
            }
            isOver.set(true);
          } else {
            while (!isOver.get()) {
              assertThatThrownBy(epochs::pin).isInstanceOf(IllegalStateException.class);
            }
          }
        });

    assertThat(freedAtOnce).hasValue(100_000);
  }

  private void retire(String name) {
    epochs.retire(() -> freed.add(name));
  }

  /** Returns once {@link Epochs#close} has begun: nobody can pin any more. */
  private void awaitClosed() {
    for (; ; ) {
      try {
        epochs.unpin(epochs.pin());
        Thread.onSpinWait();
      } catch (IllegalStateException closed) {
        return;
      }
    }
  }
}
