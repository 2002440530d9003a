package dev.cairn.cli.soak;

import dev.cairn.cli.session.Bounds;

/**
 * How a store is used.
 *
 * @param keyCount how many keys there are
 * @param maxValueBytes the longest value
 * @param threadCount how many threads call the store
 * @param callsPerSecond how many calls all of them make at most
 * @param seed what all randomness comes from
 */
public record SoakPlan(
    long keyCount, int maxValueBytes, int threadCount, long callsPerSecond, long seed) {

  /**
   * Checks the values.
   *
   * @throws dev.cairn.cli.session.CommandFailure if one makes no sense
   */
  public SoakPlan {
    Bounds.require("--threads", threadCount, 1, 1_024);
    // Each key has one thread that writes it, and each thread has a key.
    Bounds.require("--keys", keyCount, threadCount, Integer.MAX_VALUE - Long.BYTES);
    Bounds.require("--value-bytes", maxValueBytes, 0, 1 << 24);
    Bounds.require("--rate", callsPerSecond, 1, Long.MAX_VALUE);
  }
}
