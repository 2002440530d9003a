package dev.cairn.benchmarks.compare;

import java.io.Serial;

/** A measuring JVM ended in another way than it should. */
final class StageFailure extends Exception {
  @Serial private static final long serialVersionUID = 1;

  StageFailure(Stage stage, int exitCode, String errors) {
    super(stage + " ended with exit code " + exitCode + ":\n" + errors);
  }
}
