package dev.cairn.benchmarks.compare;

import java.time.Duration;

/**
 * How long this machine stops a thread that does nothing but read the clock: what no store can do
 * anything about, and the least that a longest pause can mean.
 */
final class MachinePause {
  private MachinePause() {}

  static long longestNanos(Duration duration) {
    long begin = System.nanoTime();
    long last = begin;
    long longest = 0;
    while (last - begin < duration.toNanos()) {
      long now = System.nanoTime();
      longest = Math.max(longest, now - last);
      last = now;
    }
    return longest;
  }
}
