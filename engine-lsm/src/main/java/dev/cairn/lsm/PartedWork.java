package dev.cairn.lsm;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Phaser;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Work that is cut into parts. Who runs it does parts himself, and others help if they have time;
 * so it comes to its end even if nobody has.
 *
 * @param <P> a part
 * @param <R> what comes of one
 */
final class PartedWork<P, R> {
  /** Takes back what was done, because another part failed. */
  @FunctionalInterface
  interface Undo<R> {
    void undo(Throwable failure, List<R> done);
  }

  private final List<P> parts;
  private final Function<P, R> work;
  private final AtomicInteger next = new AtomicInteger();
  private final @Nullable Object[] results;
  private final Phaser running = new Phaser(1);
  private @Nullable Throwable failure;

  PartedWork(List<P> parts, Function<P, R> work) {
    this.parts = parts;
    this.work = work;
    this.results = new Object[parts.size()];
  }

  /** Runs all parts, and returns their results in order. */
  List<R> run(Executor helpers, Undo<R> undo) {
    for (int i = 1; i < parts.size(); i++) {
      try {
        helpers.execute(this::help);
      } catch (RejectedExecutionException | OutOfMemoryError nobody) {
        break; // The store is being closed, or there is no thread to be had.
      }
    }
    runParts();
    running.arriveAndAwaitAdvance(); // Helpers that have a part.
    List<R> done = results();
    Throwable first = firstFailure();
    if (first != null) {
      undo.undo(first, done);
      if (first instanceof RuntimeException exception) {
        throw exception;
      }
      throw (Error) first;
    }
    return done;
  }

  private void help() {
    // A helper that comes when all parts are taken must not hold up anybody.
    if (next.get() < parts.size() && running.register() == 0) {
      try {
        runParts();
      } finally {
        running.arriveAndDeregister();
      }
    }
  }

  private void runParts() {
    for (int i; (i = next.getAndIncrement()) < parts.size(); ) {
      try {
        results[i] = work.apply(parts.get(i));
      } catch (RuntimeException | Error e) {
        fail(e);
        return;
      }
    }
  }

  private synchronized void fail(Throwable e) {
    next.set(parts.size()); // No further part is begun.
    if (failure == null) {
      failure = e;
    } else {
      failure.addSuppressed(e);
    }
  }

  private synchronized @Nullable Throwable firstFailure() {
    return failure;
  }

  @SuppressWarnings("unchecked") // Only results are put there.
  private List<R> results() {
    List<R> done = new ArrayList<>();
    for (Object result : results) {
      if (result != null) {
        done.add((R) result);
      }
    }
    return done;
  }
}
