package dev.cairn.bptree;

import dev.cairn.Durability;
import java.util.Objects;

/**
 * Settings of a B+ tree store. Immutable; every one but {@link #pageBytes} and {@link
 * #segmentBytes} may differ between openings of the same store. docs/operations.md says what the
 * figures of an open store mean.
 *
 * <p>A record, and so a value or a batch, must fit in a sixteenth of the budget.
 *
 * @param memoryBudgetBytes off-heap bytes the store may hold, at least 1 MiB and 64 pages: an
 *     eighth for the log, the rest for pages. Pages that do not fit are read from disk. A store
 *     without a directory must fit as a whole.
 * @param durability what {@code put}, {@code delete}, {@code compareAndSet} and {@code deleteRange}
 *     survive
 * @param pageBytes bytes of a page, a power of two from 4 KiB to 64 KiB, decided when the store is
 *     created. Small pages make random writes cheaper to bring to the disk, large ones scans.
 * @param maxChildren the most children that an inner page gets, at least 4
 * @param checkpointBytes how much log may be written before a checkpoint, which drops it, begins in
 *     the background; at least 4 KiB. Less makes opening after a crash faster and the log smaller,
 *     but pages that change often are written more often. After a quarter of it one begins already
 *     if nearly all pages since are new ones, as when pairs come in order.
 * @param segmentBytes capacity of a log segment, a power of two from 4 KiB to 1 GiB, decided when
 *     the store is created. At least four must fit in an eighth of the budget.
 */
public record BPlusTreeOptions(
    long memoryBudgetBytes,
    Durability durability,
    int pageBytes,
    int maxChildren,
    long checkpointBytes,
    int segmentBytes) {
  static final int LOG_DIVISOR = 8;

  private static final int MIN_BUDGET_BYTES = 1 << 20;
  private static final int MIN_PAGES_IN_BUDGET = 64;
  private static final int MIN_CHILDREN = 4;
  private static final int MIN_SEGMENT_BYTES = 4 << 10;
  private static final int MAX_SEGMENT_BYTES = 1 << 30;
  private static final int MAX_DEFAULT_SEGMENT_BYTES = 16 << 20;
  private static final int MIN_SEGMENTS_IN_LOG_SHARE = 4;
  private static final int DEFAULT_PAGE_BYTES = 8 << 10;
  private static final long MIN_CHECKPOINT_BYTES = 4 << 10;
  private static final long MIN_DEFAULT_CHECKPOINT_BYTES = 64 << 20;

  /** Checks the values. */
  public BPlusTreeOptions {
    Objects.requireNonNull(durability, "durability");
    require(
        Integer.bitCount(pageBytes) == 1
            && pageBytes >= PageFormat.MIN_PAGE_BYTES
            && pageBytes <= PageFormat.MAX_PAGE_BYTES,
        "pageBytes",
        pageBytes,
        "a power of two from " + PageFormat.MIN_PAGE_BYTES + " to " + PageFormat.MAX_PAGE_BYTES);
    require(
        memoryBudgetBytes >= MIN_BUDGET_BYTES
            && memoryBudgetBytes >= (long) MIN_PAGES_IN_BUDGET * pageBytes,
        "memoryBudgetBytes",
        memoryBudgetBytes,
        "at least " + MIN_BUDGET_BYTES + " and " + MIN_PAGES_IN_BUDGET + " pages");
    require(maxChildren >= MIN_CHILDREN, "maxChildren", maxChildren, "at least " + MIN_CHILDREN);
    require(
        checkpointBytes >= MIN_CHECKPOINT_BYTES,
        "checkpointBytes",
        checkpointBytes,
        "at least " + MIN_CHECKPOINT_BYTES);
    require(
        Integer.bitCount(segmentBytes) == 1
            && segmentBytes >= MIN_SEGMENT_BYTES
            && segmentBytes <= MAX_SEGMENT_BYTES
            && segmentBytes <= memoryBudgetBytes / LOG_DIVISOR / MIN_SEGMENTS_IN_LOG_SHARE,
        "segmentBytes",
        segmentBytes,
        "a power of two from "
            + MIN_SEGMENT_BYTES
            + " to "
            + MAX_SEGMENT_BYTES
            + ", and at most a 32nd of memoryBudgetBytes "
            + memoryBudgetBytes);
  }

  private static void require(boolean holds, String name, Number found, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(name + " " + found + ": expected " + expected);
    }
  }

  /**
   * The default settings: {@link Durability#PROCESS} within 1 GiB, pages of 8 KiB.
   *
   * @return the settings
   */
  public static BPlusTreeOptions defaults() {
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
    private int pageBytes = DEFAULT_PAGE_BYTES;
    private int maxChildren = Integer.MAX_VALUE;
    private long checkpointBytes;
    private int segmentBytes;

    private Builder() {}

    /**
     * Sets the budget. The default is 1 GiB.
     *
     * @param bytes see {@link BPlusTreeOptions}
     * @return this
     */
    public Builder memoryBudgetBytes(long bytes) {
      memoryBudgetBytes = bytes;
      return this;
    }

    /**
     * Sets what writes survive. The default is {@link Durability#PROCESS}.
     *
     * @param durability see {@link BPlusTreeOptions}
     * @return this
     */
    public Builder durability(Durability durability) {
      this.durability = durability;
      return this;
    }

    /**
     * Sets the page size of a new store. The default is 8 KiB.
     *
     * @param bytes see {@link BPlusTreeOptions}
     * @return this
     */
    public Builder pageBytes(int bytes) {
      pageBytes = bytes;
      return this;
    }

    /**
     * Caps the fan-out. By default only the size of a page does.
     *
     * @param children see {@link BPlusTreeOptions}
     * @return this
     */
    public Builder maxChildren(int children) {
      maxChildren = children;
      return this;
    }

    /**
     * Sets how much log there may be between two checkpoints. The default is a quarter of the
     * budget or 64 MiB, whichever is more.
     *
     * @param bytes see {@link BPlusTreeOptions}
     * @return this
     */
    public Builder checkpointBytes(long bytes) {
      checkpointBytes = bytes;
      return this;
    }

    /**
     * Sets the capacity of a log segment. The default is a 64th of the budget or 16 MiB, whichever
     * is less.
     *
     * @param bytes see {@link BPlusTreeOptions}
     * @return this
     */
    public Builder segmentBytes(int bytes) {
      segmentBytes = bytes;
      return this;
    }

    /**
     * Checks and returns the settings.
     *
     * @return the settings
     * @throws IllegalArgumentException naming the first setting that is out of its range
     */
    public BPlusTreeOptions build() {
      return new BPlusTreeOptions(
          memoryBudgetBytes,
          durability,
          pageBytes,
          maxChildren,
          checkpointBytes == 0
              ? Math.max(MIN_DEFAULT_CHECKPOINT_BYTES, memoryBudgetBytes / 4)
              : checkpointBytes,
          segmentBytes == 0 ? defaultSegmentBytes() : segmentBytes);
    }

    private int defaultSegmentBytes() {
      long part = Long.highestOneBit(Math.max(1, memoryBudgetBytes / 64));
      return Math.clamp(part, MIN_SEGMENT_BYTES, MAX_DEFAULT_SEGMENT_BYTES);
    }
  }
}
