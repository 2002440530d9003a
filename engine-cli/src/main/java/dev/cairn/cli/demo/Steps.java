package dev.cairn.cli.demo;

import dev.cairn.cli.session.Session;

/** Counts what is done, for the progress, and ends the work when the session ends. */
final class Steps {
  private final Session session;

  /** Written by the one thread that works. */
  private volatile long count;

  Steps(Session session) {
    this.session = session;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // One writer.
  void done() {
    count++;
    session.requireGoingOn();
  }

  long count() {
    return count;
  }
}
