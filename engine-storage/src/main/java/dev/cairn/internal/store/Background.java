package dev.cairn.internal.store;

import dev.cairn.internal.memory.Block;
import dev.cairn.internal.simd.Kernels;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The threads of a store: one that prepares what writers will need next, and one for work that
 * takes long. Platform threads, because file I/O would hold a virtual thread's carrier; daemons,
 * because a forgotten store must not keep a process alive.
 */
public final class Background implements AutoCloseable {
  private static final long WHILE_MILLIS = 1_000;

  private final Executor prepare;
  private final Executor maintain;
  private final Executor later;
  private final Runnable close;

  private Background(Executor prepare, Executor maintain, Executor later, Runnable close) {
    this.prepare = prepare;
    this.maintain = maintain;
    this.later = later;
    this.close = close;
  }

  /**
   * Starts the threads, both of them: where one is not to be had, no store is opened.
   *
   * @param name begins their names
   * @return the threads
   */
  public static Background threads(String name) {
    ExecutorService prepare = thread(name + "-prepare");
    ExecutorService maintain = thread(name + "-maintain");
    try {
      prepare.execute(Background::load);
      maintain.execute(() -> {});
    } catch (OutOfMemoryError noThread) {
      end(maintain);
      end(prepare);
      throw noThread;
    }
    return new Background(
        prepare,
        maintain,
        CompletableFuture.delayedExecutor(WHILE_MILLIS, TimeUnit.MILLISECONDS, maintain),
        () -> {
          end(maintain);
          end(prepare);
        });
  }

  /**
   * Loads and links what every store will use, which takes a process a quarter of a second at its
   * first store, while the opening thread reads files.
   */
  private static void load() {
    Block.link();
    if (System.getProperty(Kernels.PROPERTY) == null) { // A wrong choice must fail where it shows.
      var _ = Kernels.description();
    }
  }

  /**
   * No threads: every task runs at once, where it is given, and what is for later never does. For
   * tests that repeat exactly.
   *
   * @return what runs the tasks
   */
  public static Background none() {
    return none(task -> {});
  }

  /**
   * The same with a way to run what is for later.
   *
   * @param later is given these tasks
   * @return what runs the tasks
   */
  public static Background none(Executor later) {
    return none(Runnable::run, later);
  }

  /**
   * The same with a way to run what takes long, too.
   *
   * @param maintain is given what takes long
   * @param later is given what is for later
   * @return what runs the tasks
   */
  public static Background none(Executor maintain, Executor later) {
    return new Background(Runnable::run, maintain, later, () -> {});
  }

  private static ExecutorService thread(String name) {
    return Executors.newSingleThreadExecutor(Thread.ofPlatform().name(name).daemon().factory());
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

  /**
   * Runs what a writer will wait for.
   *
   * @return the executor
   */
  public Executor prepare() {
    return prepare;
  }

  /**
   * Runs what takes long and nobody waits for.
   *
   * @return the executor
   */
  public Executor maintain() {
    return maintain;
  }

  /**
   * Runs after a second, on the same thread, what shall not come while the store is busy; nothing
   * any more once this is closed.
   *
   * @return the executor
   */
  public Executor later() {
    return later;
  }

  /** Waits for all tasks that were given, and ends the threads. */
  @Override
  public void close() {
    close.run();
  }
}
