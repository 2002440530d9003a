package dev.cairn.cli.session;

import java.util.concurrent.Semaphore;

/**
 * Work that an interrupt of its thread ends, and that cleans up after itself then. Made, held by
 * the session, and closed by that thread; a session that ends interrupts it and waits until it has
 * closed this.
 */
public final class Interruption implements AutoCloseable {
  private final Thread worker = Thread.currentThread();
  private final Semaphore done = new Semaphore(0);

  /** Makes one for the work of this thread, which begins now. */
  public Interruption() {}

  /** The work is done, if its own thread says so; otherwise ends it. */
  @Override
  public void close() {
    if (Thread.currentThread() != worker) {
      worker.interrupt();
      done.acquireUninterruptibly();
    }
    done.release();
  }
}
