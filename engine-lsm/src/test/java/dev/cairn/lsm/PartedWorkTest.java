package dev.cairn.lsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cairn.StoreIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Parts are done once each, by whoever has time, and taken back if one of them fails. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PartedWorkTest {
  private static final List<Integer> PARTS = List.of(1, 2, 3, 4);

  private final List<Integer> begun = new ArrayList<>();
  private final List<Integer> undone = new ArrayList<>();

  private List<Integer> run(Function<Integer, Integer> work, Executor helpers) {
    return new PartedWork<>(
            PARTS,
            (Integer part) -> {
              synchronized (begun) {
                begun.add(part);
              }
              return work.apply(part);
            })
        .run(
            helpers,
            (failure, done) -> {
              assertThat(failure).hasMessage("first");
              undone.addAll(done);
            });
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void allPartsAreDoneAtTheSameTimeIfThereAreThreads() {
    CountDownLatch running = new CountDownLatch(PARTS.size());
    try (ExecutorService threads = Executors.newFixedThreadPool(PARTS.size() - 1)) {
      List<Integer> results =
          run(
              part -> {
                running.countDown();
                await(running);
                return 10 * part;
              },
              threads);

      assertThat(results).containsExactly(10, 20, 30, 40);
    }
    assertThat(undone).isEmpty();
  }

  @Test
  void itComesToItsEndThoughNobodyHelps() {
    List<Runnable> late = new ArrayList<>();

    assertThat(run(part -> 10 * part, late::add)).containsExactly(10, 20, 30, 40);
    assertThat(late).hasSize(PARTS.size() - 1);
    late.forEach(Runnable::run);
    assertThat(begun).isEqualTo(PARTS);

    Executor closing =
        task -> {
          throw new RejectedExecutionException();
        };
    assertThat(run(part -> 10 * part, closing)).containsExactly(10, 20, 30, 40);
    assertThat(undone).isEmpty();
  }

  @Test
  void whatWasDoneBeforeAPartFailedIsTakenBackAndNoOtherIsBegun() {
    assertThatExceptionOfType(StoreIOException.class)
        .isThrownBy(() ->
            run(
                part -> {
                  if (part == 3) {
                    throw new StoreIOException("first");
                  }
                  return 10 * part;
                },
                Runnable::run));

    assertThat(begun).containsExactly(1, 2, 3);
    assertThat(undone).containsExactly(10, 20);
  }

  @Test
  void whatOthersAreDoingWhenAPartFailsIsAwaitedAndTakenBack() {
    CountDownLatch running = new CountDownLatch(PARTS.size());
    CountDownLatch failing = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newFixedThreadPool(PARTS.size() - 1)) {
      assertThatExceptionOfType(StackOverflowError.class)
          .isThrownBy(() ->
              run(
                  part -> {
                    running.countDown();
                    await(running);
                    if (part == 2) {
                      failing.countDown();
                      throw new StackOverflowError("first");
                    }
                    await(failing);
                    return 10 * part;
                  },
                  threads));
    }

    assertThat(undone).containsExactly(10, 30, 40);
  }

  @Test
  void ofSeveralFailuresTheFirstIsThrownWithTheOthers() {
    CountDownLatch running = new CountDownLatch(PARTS.size());
    try (ExecutorService threads = Executors.newFixedThreadPool(PARTS.size() - 1)) {
      assertThatIllegalStateException()
          .isThrownBy(() ->
              run(
                  part -> {
                    running.countDown();
                    await(running);
                    throw new IllegalStateException("first");
                  },
                  threads))
          .satisfies(failure -> assertThat(failure.getSuppressed()).hasSize(PARTS.size() - 1));
    }

    assertThat(undone).isEmpty();
  }
}
