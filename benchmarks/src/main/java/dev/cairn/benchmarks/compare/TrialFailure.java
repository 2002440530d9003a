package dev.cairn.benchmarks.compare;

import java.io.Serial;

/** A measuring JVM ended in another way than it should. */
final class TrialFailure extends Exception {
  @Serial private static final long serialVersionUID = 1;

  private final int exitCode;

  TrialFailure(Trial trial, int exitCode, String errors) {
    super(
        trial.peer().label()
            + ", "
            + trial.workload().label()
            + ": ended with exit code "
            + exitCode
            + ":\n"
            + errors);
    this.exitCode = exitCode;
  }

  /** Whether the store cannot be had here at all. */
  boolean isUnavailable() {
    return exitCode == ForkedJvm.UNAVAILABLE;
  }
}
