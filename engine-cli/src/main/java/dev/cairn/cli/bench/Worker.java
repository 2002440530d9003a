package dev.cairn.cli.bench;

import dev.cairn.cli.session.Session;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * One thread of a phase: makes its calls and notes how long each took.
 *
 * <p>The clock is read once a call, so a call's time includes the few nanoseconds in which its key
 * is made.
 */
final class Worker implements Callable<Worker> {
  private static final int HISTOGRAM_DIGITS = 3;
  private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(10);

  private final Session session;
  private final Workload workload;
  private final long pairCount;
  private final CountDownLatch start;
  private final Histogram nanos = new Histogram(LONGEST_NANOS, HISTOGRAM_DIGITS);

  /** Written by the worker only. */
  private volatile long pairsDone;

  private volatile boolean stopped;
  private long endNanos;

  Worker(Session session, Workload workload, long pairCount, CountDownLatch start) {
    this.session = session;
    this.workload = workload;
    this.pairCount = pairCount;
    this.start = start;
  }

  @Override
  public Worker call() throws InterruptedException {
    start.await();
    long done = 0;
    long last = System.nanoTime();
    for (long call = 0; done < pairCount && !stopped; call++) {
      done += workload.call(call);
      long now = System.nanoTime();
      nanos.recordValue(Math.min(now - last, LONGEST_NANOS));
      last = now;
      if ((call & 255) == 0) {
        pairsDone = done;
        session.requireGoingOn();
      }
    }
    pairsDone = done;
    endNanos = last;
    return this;
  }

  /** Ends the work after the call in progress. */
  void stop() {
    stopped = true;
  }

  /** Pairs done so far, a little behind. */
  long pairsDone() {
    return pairsDone;
  }

  /** When the last call ended, by {@link System#nanoTime}. To be asked after the work. */
  long endNanos() {
    return endNanos;
  }

  /** The time of each call. To be asked after the work. */
  Histogram nanos() {
    return nanos;
  }
}
