package dev.cairn.benchmarks.report;

import java.util.List;

/**
 * The longest operation of each slot of time, in one round.
 *
 * @param key what was measured of which store
 * @param round which of the rounds
 * @param slotMillis length of a slot
 * @param longestNanos of each slot; 0 if no operation ended in it
 */
record TimeLine(Measurement.Key key, int round, int slotMillis, List<Long> longestNanos) {
  TimeLine {
    longestNanos = List.copyOf(longestNanos);
  }
}
