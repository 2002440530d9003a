package dev.cairn.hash;

import dev.cairn.Durability;
import java.util.Objects;

/**
 * Settings of a hash store. Immutable; every one but {@link #segmentBytes} may differ between
 * openings of the same store.
 *
 * <p>A value must fit in the budget together with the index and three segments. The index leaves as
 * much to the log: what needs more is refused, and old keys can be overwritten and deleted still.
 * Writers may outrun reclaim for a while: the log then takes more disk than the live records need.
 *
 * @param memoryBudgetBytes off-heap bytes the store may hold, at least 1 MiB: the index (11.5 bytes
 *     a key), then the newest records. Records that do not fit are read from disk. A store without
 *     a directory must fit as a whole.
 * @param durability what {@code put}, {@code delete} and {@code compareAndSet} survive
 * @param segmentBytes capacity of a log segment, a power of two from 4 KiB to 1 GiB, decided when
 *     the store is created. Memory and disk are taken and given back in these units. At least four
 *     must fit in the budget.
 * @param probing how the index is searched
 * @param maxLoadFactor how full a piece of the index gets before it grows, 0.25 to 0.95
 * @param initialCapacity keys that the index of a new store has room for at once, 0 to 2^36. A
 *     store whose number of keys is known is filled in half to two thirds of the time, because its
 *     index needs not grow; one that is opened with its saved index has the room that it needs.
 */
public record HashOptions(
    long memoryBudgetBytes,
    Durability durability,
    int segmentBytes,
    Probing probing,
    double maxLoadFactor,
    long initialCapacity) {
  private static final int MIN_BUDGET_BYTES = 1 << 20;
  private static final int MIN_SEGMENT_BYTES = 4 << 10;
  private static final int MAX_SEGMENT_BYTES = 1 << 30;
  private static final int MAX_DEFAULT_SEGMENT_BYTES = 32 << 20;
  private static final int MIN_SEGMENTS_IN_BUDGET = 4;
  private static final double MIN_LOAD_FACTOR = 0.25;
  private static final double MAX_LOAD_FACTOR = 0.95;
  private static final long MAX_INITIAL_CAPACITY = 1L << 36;

  /** Checks the values. */
  public HashOptions {
    Objects.requireNonNull(durability, "durability");
    Objects.requireNonNull(probing, "probing");
    require(
        memoryBudgetBytes >= MIN_BUDGET_BYTES,
        "memoryBudgetBytes",
        memoryBudgetBytes,
        "at least " + MIN_BUDGET_BYTES);
    require(
        Integer.bitCount(segmentBytes) == 1
            && segmentBytes >= MIN_SEGMENT_BYTES
            && segmentBytes <= MAX_SEGMENT_BYTES,
        "segmentBytes",
        segmentBytes,
        "a power of two from " + MIN_SEGMENT_BYTES + " to " + MAX_SEGMENT_BYTES);
    require(
        segmentBytes <= memoryBudgetBytes / MIN_SEGMENTS_IN_BUDGET,
        "segmentBytes",
        segmentBytes,
        "at most a quarter of memoryBudgetBytes " + memoryBudgetBytes);
    require(
        maxLoadFactor >= MIN_LOAD_FACTOR && maxLoadFactor <= MAX_LOAD_FACTOR,
        "maxLoadFactor",
        maxLoadFactor,
        MIN_LOAD_FACTOR + " to " + MAX_LOAD_FACTOR);
    require(
        initialCapacity >= 0 && initialCapacity <= MAX_INITIAL_CAPACITY,
        "initialCapacity",
        initialCapacity,
        "0 to " + MAX_INITIAL_CAPACITY);
  }

  private static void require(boolean holds, String name, Number found, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(name + " " + found + ": expected " + expected);
    }
  }

  /**
   * The default settings: {@link Durability#PROCESS} within 1 GiB.
   *
   * @return the settings
   */
  public static HashOptions defaults() {
    return builder().build();
  }

  /**
   * A builder that begins with the defaults.
   *
   * @return the builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects settings; {@link #build} checks them. */
  public static final class Builder {
    private long memoryBudgetBytes = 1L << 30;
    private Durability durability = Durability.PROCESS;
    private int segmentBytes;
    private Probing probing = Probing.GROUP;
    private double maxLoadFactor = 0.86;
    private long initialCapacity;

    private Builder() {}

    /**
     * Sets the budget. The default is 1 GiB.
     *
     * @param bytes see {@link HashOptions}
     * @return this
     */
    public Builder memoryBudgetBytes(long bytes) {
      memoryBudgetBytes = bytes;
      return this;
    }

    /**
     * Sets what writes survive. The default is {@link Durability#PROCESS}.
     *
     * @param durability see {@link HashOptions}
     * @return this
     */
    public Builder durability(Durability durability) {
      this.durability = durability;
      return this;
    }

    /**
     * Sets the capacity of a log segment. The default is a sixteenth of the budget or 32 MiB,
     * whichever is less.
     *
     * @param bytes see {@link HashOptions}
     * @return this
     */
    public Builder segmentBytes(int bytes) {
      segmentBytes = bytes;
      return this;
    }

    /**
     * Sets how the index is searched. The default is {@link Probing#GROUP}.
     *
     * @param probing see {@link HashOptions}
     * @return this
     */
    public Builder probing(Probing probing) {
      this.probing = probing;
      return this;
    }

    /**
     * Sets how full the index gets. The default is 0.86.
     *
     * @param factor see {@link HashOptions}
     * @return this
     */
    public Builder maxLoadFactor(double factor) {
      maxLoadFactor = factor;
      return this;
    }

    /**
     * Sets how many keys a new store's index has room for at once. The default is 0.
     *
     * @param keys see {@link HashOptions}
     * @return this
     */
    public Builder initialCapacity(long keys) {
      initialCapacity = keys;
      return this;
    }

    /**
     * Checks and returns the settings.
     *
     * @return the settings
     * @throws IllegalArgumentException naming the first setting that is out of its range
     */
    public HashOptions build() {
      return new HashOptions(
          memoryBudgetBytes,
          durability,
          segmentBytes == 0 ? defaultSegmentBytes() : segmentBytes,
          probing,
          maxLoadFactor,
          initialCapacity);
    }

    private int defaultSegmentBytes() {
      long sixteenth = Long.highestOneBit(Math.max(1, memoryBudgetBytes / 16));
      return Math.clamp(sixteenth, MIN_SEGMENT_BYTES, MAX_DEFAULT_SEGMENT_BYTES);
    }
  }
}
