package dev.cairn.lsm;

import java.util.concurrent.FutureTask;

/** Threads for tests in which one waits for another. */
final class Threads {
  private Threads() {}

  /** A thread that runs a task and keeps what it throws. */
  record Started(Thread thread, FutureTask<Void> task) {
    /** Waits until the thread waits for something, or has ended. */
    void awaitWaiting() {
      for (; ; ) {
        switch (thread.getState()) {
          case BLOCKED, WAITING, TIMED_WAITING, TERMINATED -> {
            return;
          }
          default -> Thread.onSpinWait();
        }
      }
    }

    /** Waits for its end, and throws what it threw. */
    void join() throws Exception {
      task.get();
    }
  }

  static Started start(Runnable run) {
    FutureTask<Void> task = new FutureTask<>(run, null);
    return new Started(Thread.ofPlatform().daemon().start(task), task);
  }
}
