package dev.cairn.lsm;

import dev.cairn.internal.event.StallEvent;
import dev.cairn.internal.store.Pause;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Slows writes when flushes or compactions fall behind, the more the further behind they are, so
 * that no write ever has to wait for one of them to end. Each write books the time that its bytes
 * may take; one that finds much booked before it waits, a few milliseconds at most.
 */
final class Throttle {
  private static final double FASTEST_BYTES_PER_SECOND = 64 << 20;
  private static final double SLOWEST_BYTES_PER_SECOND = 1 << 20;
  private static final double NANOS_PER_SECOND = 1e9;

  // Shorter waits cost more than they slow.
  private static final long MIN_WAIT_NANOS = 500_000;
  private static final long MAX_WAIT_NANOS = 5_000_000;

  // The last room is for writes that wait longest, so that a flush that takes long ends before it
  // is used up.
  private static final double LAST_FLUSH_PRESSURE = 0.9;

  private final LongSupplier nanoTime;
  private final LongConsumer pauseUntil;
  private final AtomicLong bookedUntil;
  private final LongAdder waitCount = new LongAdder();
  private final LongAdder waitNanos = new LongAdder();
  private volatile double compactionPressure;

  Throttle() {
    this(System::nanoTime, Pause::until);
  }

  /** With another clock, and another way to wait until it shows an instant. */
  Throttle(LongSupplier nanoTime, LongConsumer pauseUntil) {
    this.nanoTime = nanoTime;
    this.pauseUntil = pauseUntil;
    this.bookedUntil = new AtomicLong(nanoTime.getAsLong());
  }

  /**
   * Sets how much writes are slowed because of compactions.
   *
   * @param pressure 0 for not at all, up to 1
   */
  void setCompactionPressure(double pressure) {
    compactionPressure = pressure;
  }

  /**
   * Waits before a write if it has to. The caller holds no lock and no pin.
   *
   * @param flushPressure how much writes are slowed because of flushes, likewise
   */
  void beforeWrite(long bytes, double flushPressure) {
    double pressure = Math.max(compactionPressure, flushPressure);
    if (flushPressure > LAST_FLUSH_PRESSURE) {
      slow(MAX_WAIT_NANOS);
    } else if (pressure > 0) {
      double bytesPerSecond =
          FASTEST_BYTES_PER_SECOND
              * Math.pow(SLOWEST_BYTES_PER_SECOND / FASTEST_BYTES_PER_SECOND, pressure);
      slow((long) (bytes * NANOS_PER_SECOND / bytesPerSecond));
    }
  }

  private void slow(long nanos) {
    long now = nanoTime.getAsLong();
    long until =
        bookedUntil.updateAndGet(booked -> {
          long from = booked - now > 0 ? booked : now;
          return now + Math.min(from - now + nanos, MAX_WAIT_NANOS);
        });
    if (until - now < MIN_WAIT_NANOS) {
      return;
    }
    stalled(
        "flush or compaction",
        () -> {
          pauseUntil.accept(until);
          return until;
        });
  }

  /** Runs what a write waits for, and counts it. */
  <T> T stalled(String reason, Supplier<T> awaited) {
    try (Wait wait = new Wait(reason)) {
      return wait.run(awaited);
    }
  }

  /**
   * A wait in several parts, between which there is work: it counts once, with the time of the
   * parts, and ends with the last of them.
   */
  final class Wait implements AutoCloseable {
    private final StallEvent event = new StallEvent();
    private long nanos;

    Wait(String reason) {
      event.reason = reason;
      event.begin();
    }

    <T> T run(Supplier<T> part) {
      long start = nanoTime.getAsLong();
      try {
        return part.get();
      } finally {
        event.end();
        nanos += nanoTime.getAsLong() - start;
      }
    }

    @Override
    public void close() {
      event.commit();
      waitCount.increment();
      waitNanos.add(nanos);
    }
  }

  long waitCount() {
    return waitCount.sum();
  }

  long waitNanos() {
    return waitNanos.sum();
  }
}
