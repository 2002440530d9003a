package dev.cairn.cli;

import java.io.Serial;

/** Ends a walk that has printed what was wanted. Not a failure, so it has no stack trace. */
final class LimitReached extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  LimitReached() {
    super("limit reached", null, false, false);
  }
}
