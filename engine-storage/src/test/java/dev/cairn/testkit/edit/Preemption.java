package dev.cairn.testkit.edit;

import org.jspecify.annotations.Nullable;

/**
 * Lets something else happen in the middle of an operation, as if another thread had come between:
 * at each of its points in turn, so that no such moment is left to chance. {@link Edit#preempt}
 * puts the points into a method.
 *
 * <p>All runs in one thread; so the operation must not hold a lock that the other one waits for.
 */
public final class Preemption {
  private static final Preemption NONE = new Preemption(0, null);

  private static Preemption current = NONE;

  private int left;
  private @Nullable Runnable other;

  private Preemption(int left, @Nullable Runnable other) {
    this.left = left;
    this.other = other;
  }

  /** Called at each point. */
  public static void here() {
    Preemption preemption = current;
    Runnable run = preemption.other;
    if (run != null && preemption.left-- == 0) {
      preemption.other = null;
      run.run();
    }
  }

  /**
   * Runs an operation, and something else at one of its points.
   *
   * @param point how many points are passed before
   * @param other what happens there
   * @param operation the operation
   * @return whether there were as many points
   */
  public static boolean at(int point, Runnable other, Runnable operation) {
    Preemption preemption = new Preemption(point, other);
    current = preemption;
    try {
      operation.run();
    } finally {
      current = NONE;
    }
    return preemption.other == null;
  }
}
