package dev.cairn.benchmarks.compare;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * How long operations took: all of them in a histogram, and the longest of each slot of time, in
 * which pauses can be seen. For one thread.
 */
final class Latencies {
  /** Length of a slot. */
  static final long SLOT_NANOS = 100_000_000;

  private static final int DIGITS = 3;

  private final Histogram histogram = new Histogram(DIGITS);
  private final List<Slot> slots = new ArrayList<>();
  private final long beginNanos;
  private long slotEndNanos;
  private long slotCount;
  private long slotLongestNanos;
  private long unbegunCount;

  /**
   * What happened in one slot.
   *
   * @param count operations that ended in it
   * @param longestNanos the longest of them; 0 if there was none
   */
  record Slot(long count, long longestNanos) {
    Slot plus(Slot other) {
      return new Slot(count + other.count, Math.max(longestNanos, other.longestNanos));
    }
  }

  /** Begins the first slot at an instant of {@link System#nanoTime}. */
  Latencies(long beginNanos) {
    this.beginNanos = beginNanos;
    this.slotEndNanos = beginNanos + SLOT_NANOS;
  }

  long beginNanos() {
    return beginNanos;
  }

  /** Adds an operation that took so long and ended now, not before the one added last. */
  void add(long nanos, long nowNanos) {
    histogram.recordValue(nanos);
    while (nowNanos >= slotEndNanos) {
      endSlot();
    }
    slotCount++;
    slotLongestNanos = Math.max(slotLongestNanos, nanos);
  }

  /** Adds one that has waited so long for its turn when there was no time left for it. */
  void addUnbegun(long nanos) {
    histogram.recordValue(nanos);
    unbegunCount++;
  }

  /** How many of all there was no time for. */
  long unbegunCount() {
    return unbegunCount;
  }

  private void endSlot() {
    slots.add(new Slot(slotCount, slotLongestNanos));
    slotCount = 0;
    slotLongestNanos = 0;
    slotEndNanos += SLOT_NANOS;
  }

  /** Adds what another thread measured in the same time. */
  void add(Latencies other) {
    histogram.add(other.histogram);
    unbegunCount += other.unbegunCount;
    List<Slot> others = other.slots();
    List<Slot> mine = slots();
    slots.clear();
    slotCount = 0;
    slotLongestNanos = 0;
    for (int i = 0; i < Math.max(mine.size(), others.size()); i++) {
      Slot none = new Slot(0, 0);
      Slot slot = i < mine.size() ? mine.get(i) : none;
      slots.add(slot.plus(i < others.size() ? others.get(i) : none));
    }
    slotEndNanos = beginNanos + SLOT_NANOS * (slots.size() + 1);
  }

  Histogram histogram() {
    return histogram;
  }

  /** All slots, the unfinished one included. */
  List<Slot> slots() {
    List<Slot> all = new ArrayList<>(slots);
    if (slotCount > 0) {
      all.add(new Slot(slotCount, slotLongestNanos));
    }
    return all;
  }
}
