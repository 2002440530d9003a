package dev.cairn.lsm;

import dev.cairn.internal.store.Background;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The threads of a store: those that every engine has, of which {@code maintain} flushes memtables,
 * and one or more that compact.
 */
final class LsmThreads implements AutoCloseable {
  private final Executor prepare;
  private final Executor flush;
  private final Executor compact;
  private final int compactionThreads;
  private final Runnable close;

  LsmThreads(
      Executor prepare, Executor flush, Executor compact, int compactionThreads, Runnable close) {
    this.prepare = prepare;
    this.flush = flush;
    this.compact = compact;
    this.compactionThreads = compactionThreads;
    this.close = close;
  }

  static LsmThreads start(int compactionThreads) {
    return with(Background.threads("cairn-lsm"), compactionThreads);
  }

  /** The threads that every engine has, which somebody else has started, and those that compact. */
  static LsmThreads with(Background background, int compactionThreads) {
    ExecutorService compact =
        Executors.newFixedThreadPool(
            compactionThreads,
            Thread.ofPlatform().name("cairn-lsm-compact-", 0).daemon().factory());
    return new LsmThreads(
        background.prepare(),
        background.maintain(),
        compact,
        compactionThreads,
        () -> {
          end(compact);
          background.close();
        });
  }

  /**
   * Only the threads that every engine has; for tests that bring them. Compactions are cut in parts
   * as if there were two threads for them.
   */
  static LsmThreads of(Background background) {
    return new LsmThreads(
        background.prepare(), background.maintain(), background.maintain(), 2, background::close);
  }

  private static void end(ExecutorService executor) {
    executor.shutdown();
    boolean interrupted = false;
    for (; ; ) {
      try {
        if (executor.awaitTermination(1, TimeUnit.DAYS)) {
          break;
        }
      } catch (InterruptedException e) {
        interrupted = true; // Files must not be closed under a task's feet.
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  Executor prepare() {
    return prepare;
  }

  Executor flush() {
    return flush;
  }

  Executor compact() {
    return compact;
  }

  int compactionThreads() {
    return compactionThreads;
  }

  /** Waits for all tasks that were given, and ends the threads. */
  @Override
  public void close() {
    close.run();
  }
}
