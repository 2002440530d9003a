package dev.cairn.testkit;

import java.util.concurrent.FutureTask;

/** Threads for tests in which one waits for another. */
public final class Threads {
  private Threads() {}

  /**
   * A thread that runs a task and keeps what it throws.
   *
   * @param thread the thread
   * @param task what it runs
   */
  public record Started(Thread thread, FutureTask<Void> task) {
    /** Waits until it waits, as {@link Threads#awaitWaiting} does. */
    public void awaitWaiting() {
      Threads.awaitWaiting(thread);
    }

    /**
     * Waits for its end.
     *
     * @throws Exception what it threw
     */
    public void join() throws Exception {
      task.get();
    }
  }

  /**
   * Starts a thread.
   *
   * @param run what it runs
   * @return the thread
   */
  public static Started start(Runnable run) {
    FutureTask<Void> task = new FutureTask<>(run, null);
    return new Started(Thread.ofPlatform().daemon().start(task), task);
  }

  /**
   * Waits until a thread waits for another, or has ended. A monitor that it is blocked at does not
   * count: that may be a class loader's, for a moment.
   *
   * @param thread the thread, started before
   */
  public static void awaitWaiting(Thread thread) {
    for (; ; ) {
      switch (thread.getState()) {
        case WAITING, TIMED_WAITING, TERMINATED -> {
          return;
        }
        default -> Thread.onSpinWait();
      }
    }
  }
}
