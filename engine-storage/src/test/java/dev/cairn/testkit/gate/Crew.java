package dev.cairn.testkit.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Threads for a test that takes minutes: one for each core that the build is sure to have. */
final class Crew {
  private static final int THREADS = 2;

  private Crew() {}

  /** What each thread does. */
  @FunctionalInterface
  interface Task {
    void run() throws Exception;
  }

  /** Runs the same task on all threads; the first failure is the test's. */
  static void run(Task task) throws InterruptedException {
    ExecutorService threads =
        Executors.newFixedThreadPool(THREADS, Thread.ofPlatform().daemon().factory());
    try {
      ExecutorCompletionService<Void> done = new ExecutorCompletionService<>(threads);
      List<Object> running = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        running.add(
            done.submit(() -> {
              task.run();
              return null;
            }));
      }
      for (Object _ : running) {
        done.take().get();
      }
    } catch (ExecutionException failure) {
      throw new AssertionError(failure.getCause().getMessage(), failure.getCause());
    } finally {
      threads.shutdownNow();
      threads.awaitTermination(1, TimeUnit.MINUTES);
    }
  }

  /** Whether a task should begin its next part: not if another thread of the crew has failed. */
  static boolean goesOn() {
    return !Thread.currentThread().isInterrupted();
  }
}
