package dev.cairn.internal.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ends several things of which each must end, whatever becomes of the others. */
public final class Closing {
  private Closing() {}

  /**
   * Runs all steps in their order, and then throws what the first that failed threw.
   *
   * @param steps what ends one thing each
   */
  public static void runAll(List<Runnable> steps) {
    @Nullable Throwable first = null;
    for (Runnable step : steps) {
      try {
        step.run();
      } catch (RuntimeException | Error failure) {
        if (first == null) {
          first = failure;
        } else {
          first.addSuppressed(failure);
        }
      }
    }
    if (first instanceof RuntimeException failure) {
      throw failure;
    }
    if (first instanceof Error failure) {
      throw failure;
    }
  }
}
