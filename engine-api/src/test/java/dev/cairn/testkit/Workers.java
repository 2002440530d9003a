package dev.cairn.testkit;

import java.util.concurrent.CompletionService;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** Threads that begin together, and whose failures are the test's. */
public final class Workers {
  private Workers() {}

  /** What a worker does. */
  @FunctionalInterface
  public interface Task {
    /**
     * Called once, on the worker's thread.
     *
     * @param worker the worker's number, from 0
     * @throws Exception if the test has failed
     */
    void run(int worker) throws Exception;
  }

  /**
   * Runs a task on several platform threads and waits for all.
   *
   * @param count how many threads
   * @param task what each does
   * @throws AssertionError if one of them fails or hangs
   */
  public static void run(int count, Task task) {
    run(count, Thread.ofPlatform().daemon().name("worker-", 0).factory(), task);
  }

  /**
   * Runs a task on several virtual threads and waits for all.
   *
   * @param count how many threads
   * @param task what each does
   * @throws AssertionError if one of them fails or hangs
   */
  public static void runVirtual(int count, Task task) {
    run(count, Thread.ofVirtual().name("worker-", 0).factory(), task);
  }

  private static void run(int count, ThreadFactory threads, Task task) {
    CountDownLatch start = new CountDownLatch(1);
    // Not closed in a try-with-resources: that would wait for ever for a worker that hangs.
    ExecutorService executor = Executors.newThreadPerTaskExecutor(threads);
    CompletionService<Integer> finished = new ExecutorCompletionService<>(executor);
    try {
      for (int i = 0; i < count; i++) {
        int worker = i;
        finished.submit(() -> {
          start.await();
          task.run(worker);
          return worker;
        });
      }
      start.countDown();
      for (int left = count; left > 0; left--) {
        awaitOne(finished, left);
      }
    } finally {
      // After a failure the others may wait for the one that failed: they are left to themselves.
      executor.shutdownNow();
    }
  }

  private static void awaitOne(CompletionService<Integer> finished, int left) {
    try {
      Future<Integer> one = finished.poll(Hang.AFTER_SECONDS, TimeUnit.SECONDS);
      if (one == null) {
        throw new Hang(left + " workers hang");
      }
      one.get();
    } catch (ExecutionException e) {
      throw new AssertionError("a worker failed: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      throw new AssertionError("the test was interrupted", e);
    }
  }
}
