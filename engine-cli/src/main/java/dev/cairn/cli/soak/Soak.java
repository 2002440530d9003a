package dev.cairn.cli.soak;

import dev.cairn.KeyValueStore;
import dev.cairn.cli.session.Held;
import dev.cairn.cli.session.Session;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Uses a store for a while, in rounds: threads read and write and check what they read; then they
 * pause, every key is compared with the model, the store verifies itself, and is closed and opened
 * again.
 */
public final class Soak {
  private static final long LINE_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long ROUND_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final int CHECKED_AT_ONCE = 100;

  private final Session session;
  private final Supplier<KeyValueStore> opening;
  private final SoakText text;
  private final SoakModel model;
  private final SoakFigures figures = new SoakFigures();
  private final List<SoakWorker> workers = new ArrayList<>();
  private long startNanos;
  private long lineNanos;

  /**
   * Chooses how.
   *
   * @param session where lines are printed
   * @param opening opens the store, the same each time; empty at first
   * @param plan how it is used
   * @param text what lines look like
   */
  public Soak(Session session, Supplier<KeyValueStore> opening, SoakPlan plan, SoakText text) {
    this.session = session;
    this.opening = opening;
    this.text = text;
    this.model = new SoakModel(Math.toIntExact(plan.keyCount()), plan.maxValueBytes());
    int threads = plan.threadCount();
    long nanosPerCall = TimeUnit.SECONDS.toNanos(threads) / plan.callsPerSecond();
    for (int i = 0; i < threads; i++) {
      workers.add(new SoakWorker(model, figures, i, threads, nanosPerCall, plan.seed()));
    }
  }

  /**
   * Uses the store. To be called once.
   *
   * @param nanos for how long
   * @return whether nothing was wrong
   * @throws IOException if standard output takes no more
   */
  public boolean run(long nanos) throws IOException {
    session.print(text.head());
    startNanos = System.nanoTime();
    long roundCount = 0;
    for (long left; (left = nanos - elapsed()) > 0; roundCount++) {
      round(Math.min(left, ROUND_NANOS));
    }
    try (Held<KeyValueStore> open = session.hold(opening.get())) {
      check(open.get());
    }
    showErrors();
    session.print(text.end(elapsed(), figures.callCount(), roundCount, figures.errorCount()));
    return figures.errorCount() == 0;
  }

  private long elapsed() {
    return System.nanoTime() - startNanos;
  }

  private void round(long nanos) throws IOException {
    try (Held<KeyValueStore> open = session.hold(opening.get());
        ExecutorService threads =
            Executors.newThreadPerTaskExecutor(
                Thread.ofPlatform().name("cairn-soak-", 0).factory())) {
      KeyValueStore store = open.get();
      check(store);
      lineNanos = System.nanoTime();
      List<Future<?>> running = new ArrayList<>();
      workers.forEach(SoakWorker::begin);
      workers.forEach(worker -> running.add(threads.submit(() -> worker.run(store))));
      try {
        watch(store, running, nanos);
      } finally {
        workers.forEach(SoakWorker::stop);
      }
      running.forEach(work -> await(work, Long.MAX_VALUE));
      showLine(store);
      check(store);
      store.verify();
    }
  }

  /** Prints a line now and then but at the end, and returns early if a thread fails. */
  private void watch(KeyValueStore store, List<Future<?>> running, long nanos) throws IOException {
    long end = System.nanoTime() + nanos;
    for (long left = nanos; left > 0; left = end - System.nanoTime()) {
      if (await(running.getFirst(), Math.min(LINE_NANOS, left))
          || running.stream().anyMatch(Future::isDone)) {
        return; // With what it threw, which is found when all are waited for.
      }
      session.requireGoingOn();
      if (System.nanoTime() < end) {
        showLine(store);
      }
    }
  }

  private void showLine(KeyValueStore store) throws IOException {
    long now = System.nanoTime();
    session.print(text.line(figures.interval(now - startNanos, now - lineNanos, store.stats())));
    lineNanos = now;
    showErrors();
  }

  private void showErrors() {
    figures.newErrors().forEach(session::say);
  }

  /** Waits for a thread, and throws what it threw; false if it takes longer. */
  private static boolean await(Future<?> work, long nanos) {
    try {
      work.get(nanos, TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException goesOn) {
      return false;
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("a thread failed", failure.getCause());
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", interrupt);
    }
  }

  /** Compares every key, and that there are no others. Nobody writes meanwhile. */
  private void check(KeyValueStore store) {
    long expectedCount = 0;
    for (int from = 0; from < model.keyCount(); from += CHECKED_AT_ONCE) {
      session.requireGoingOn();
      List<byte[]> keys = new ArrayList<>();
      int to = Math.min(from + CHECKED_AT_ONCE, model.keyCount());
      for (int key = from; key < to; key++) {
        keys.add(SoakModel.key(key));
      }
      List<byte @Nullable []> found = store.getAll(keys);
      for (int key = from; key < to; key++) {
        int write = model.begun(key);
        if (!model.isPossible(key, write, write, found.get(key - from))) {
          figures.addError("check", key, write, write, found.get(key - from));
        }
        expectedCount += model.value(key, write) == null ? 0 : 1;
      }
    }
    long[] foundCount = new long[1];
    store.forEach((key, value) -> foundCount[0]++);
    if (foundCount[0] != expectedCount) {
      figures.addError(
          "check: a walk shows " + foundCount[0] + " pairs, expected " + expectedCount);
    }
  }
}
