package dev.cairn.cli.session;

import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Shows on standard error how far some work has come: a bar for a person, a line every two seconds
 * for a log, nothing if the work is over before that.
 *
 * <p>A thread of its own asks for the count now and then, so that the work itself never looks at a
 * clock. Closing waits for that thread: nothing is drawn after it.
 */
public final class Progress implements AutoCloseable {
  private static final long BAR_MILLIS = 100;
  private static final long LINE_MILLIS = 2_000;
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final ProgressLine line;
  private final LongSupplier done;
  private final PrintStream err;
  private final Screen screen;
  private final long startNanos = System.nanoTime();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread drawer;

  Progress(ProgressLine line, LongSupplier done, PrintStream err, Screen screen) {
    this.line = line;
    this.done = done;
    this.err = err;
    this.screen = screen;
    drawer = Thread.ofPlatform().daemon().name("cairn-progress").start(this::drawUntilClosed);
  }

  private void drawUntilClosed() {
    boolean lines = screen.style() == Screen.Style.LINES;
    try {
      while (!closed.await(lines ? LINE_MILLIS : BAR_MILLIS, TimeUnit.MILLISECONDS)) {
        long elapsedNanos = System.nanoTime() - startNanos;
        long count = done.getAsLong();
        if (lines) {
          err.println(line.text(count, elapsedNanos));
        } else {
          err.print(CLEAR_LINE + line.bar(count, elapsedNanos, screen));
        }
        err.flush();
      }
      if (!lines) {
        err.print(CLEAR_LINE);
        err.flush();
      }
    } catch (InterruptedException nobodyInterruptsThisThread) {
      throw new AssertionError(nobodyInterruptsThisThread);
    }
  }

  /**
   * What wipes the bar; nothing where progress is shown in lines. A message on standard error is
   * printed with it in one call, so that the bar is not drawn between them.
   */
  String clearing() {
    return screen.style() != Screen.Style.LINES && closed.getCount() > 0 ? CLEAR_LINE : "";
  }

  /** Ends the display and wipes the bar. */
  @Override
  public void close() {
    closed.countDown();
    try {
      drawer.join();
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
    }
  }
}
