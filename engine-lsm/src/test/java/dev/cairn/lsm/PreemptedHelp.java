package dev.cairn.lsm;

import dev.cairn.testkit.Threads;
import dev.cairn.testkit.edit.Preemption;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs {@link PartedWork} with a helper, which stops at each of its steps in turn, until who runs
 * the work has all results or waits for the helper.
 */
final class PreemptedHelp {
  private static final List<Integer> PARTS = List.of(1, 2);

  private final int point;
  private final Thread runner = Thread.currentThread();
  private final List<Threads.Started> helpers = new ArrayList<>();
  private volatile boolean hasStopped;
  private volatile boolean isOver;
  private volatile boolean isReached;

  private PreemptedHelp(int point) {
    this.point = point;
  }

  /** Tries all, and returns how often the helper stopped. Called in classes with points. */
  static int run() throws Exception {
    int point = 0;
    while (new PreemptedHelp(point).runWork()) {
      point++;
    }
    return point;
  }

  private boolean runWork() throws Exception {
    List<Integer> results;
    try {
      results =
          new PartedWork<Integer, Integer>(PARTS, part -> 10 * part)
              .run(this::startHelper, (_, _) -> {});
    } finally {
      isOver = true;
    }
    if (!results.equals(List.of(10, 20))) {
      throw new AssertionError(
          "the helper stopped at point %d: of two results there are %s".formatted(point, results));
    }
    for (Threads.Started helper : helpers) {
      helper.join();
    }
    return isReached;
  }

  /** Comes back when the helper has stopped or is through. */
  private void startHelper(Runnable help) {
    helpers.add(
        Threads.start(() -> {
          try {
            isReached = Preemption.at(point, this::stop, help);
          } finally {
            hasStopped = true;
          }
        }));
    while (!hasStopped) {
      Thread.onSpinWait();
    }
  }

  private void stop() {
    hasStopped = true;
    while (!isOver && runner.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
  }
}
