package dev.cairn.lsm;

import dev.cairn.Durability;
import java.util.Objects;

/**
 * Settings of an LSM store. Immutable; every one but {@link #memtableBytes}, which decides how
 * large the segments of the log are when the store is created, may differ between openings of the
 * same store. docs/lsm-tuning.md says when two users would choose differently.
 *
 * @param memoryBudgetBytes off-heap bytes the store may hold, at least 1 MiB: the memtables with
 *     the log behind them take up to a third, the cache of blocks most of the rest. A value or a
 *     batch must fit in what is left for writes.
 * @param durability what {@code put}, {@code delete}, {@code deleteRange} and {@code compareAndSet}
 *     survive
 * @param memtableBytes how much is written before it is brought to a table, 4 KiB to 512 MiB and at
 *     most an eighth of the budget
 * @param blockBytes the most that a block of a table has before compression, unless it has a single
 *     pair, 1 KiB to 32 KiB
 * @param bloomBitsPerKey how large the filters are that keep a read from looking into a table in
 *     vain, 0 for none, up to 30
 * @param compaction how tables are merged
 * @param compressedFromLevel the first level whose tables are compressed, 0 for all, 7 for none
 * @param compression how those are compressed
 * @param compactionThreads how many compactions run at once, 1 to 64
 * @param compactionBytesPerSecond the most that compactions write in a second, 0 for no limit
 * @param fifoBytes for {@link CompactionStyle#FIFO}: how large the tables may be together
 */
public record LsmOptions(
    long memoryBudgetBytes,
    Durability durability,
    int memtableBytes,
    int blockBytes,
    int bloomBitsPerKey,
    CompactionStyle compaction,
    int compressedFromLevel,
    Compression compression,
    int compactionThreads,
    long compactionBytesPerSecond,
    long fifoBytes) {
  private static final int MIN_BUDGET_BYTES = 1 << 20;
  private static final int MIN_MEMTABLE_BYTES = 4 << 10;
  private static final int MAX_MEMTABLE_BYTES = 512 << 20;
  private static final int MAX_DEFAULT_MEMTABLE_BYTES = 64 << 20;
  private static final int MIN_MEMTABLES_IN_BUDGET = 8;

  /** About how many of the log a memtable fills. */
  static final int SEGMENTS_OF_MEMTABLE = 16;

  private static final int MIN_BLOCK_BYTES = 1 << 10;
  private static final int MAX_BLOOM_BITS = 30;
  private static final int MAX_THREADS = 64;

  /** Checks the values. */
  public LsmOptions {
    Objects.requireNonNull(durability, "durability");
    Objects.requireNonNull(compaction, "compaction");
    Objects.requireNonNull(compression, "compression");
    require(
        memoryBudgetBytes >= MIN_BUDGET_BYTES,
        "memoryBudgetBytes",
        memoryBudgetBytes,
        "at least " + MIN_BUDGET_BYTES);
    require(
        memtableBytes >= MIN_MEMTABLE_BYTES && memtableBytes <= MAX_MEMTABLE_BYTES,
        "memtableBytes",
        memtableBytes,
        MIN_MEMTABLE_BYTES + " to " + MAX_MEMTABLE_BYTES);
    require(
        memtableBytes <= memoryBudgetBytes / MIN_MEMTABLES_IN_BUDGET,
        "memtableBytes",
        memtableBytes,
        "at most an eighth of memoryBudgetBytes " + memoryBudgetBytes);
    require(
        blockBytes >= MIN_BLOCK_BYTES && blockBytes <= BlockFormat.MAX_BLOCK_BYTES,
        "blockBytes",
        blockBytes,
        MIN_BLOCK_BYTES + " to " + BlockFormat.MAX_BLOCK_BYTES);
    require(
        bloomBitsPerKey >= 0 && bloomBitsPerKey <= MAX_BLOOM_BITS,
        "bloomBitsPerKey",
        bloomBitsPerKey,
        "0 to " + MAX_BLOOM_BITS);
    require(
        compressedFromLevel >= 0 && compressedFromLevel <= Version.LEVELS,
        "compressedFromLevel",
        compressedFromLevel,
        "0 to " + Version.LEVELS);
    require(
        compactionThreads >= 1 && compactionThreads <= MAX_THREADS,
        "compactionThreads",
        compactionThreads,
        "1 to " + MAX_THREADS);
    require(
        compactionBytesPerSecond >= 0,
        "compactionBytesPerSecond",
        compactionBytesPerSecond,
        "0 or more");
    require(fifoBytes >= 0, "fifoBytes", fifoBytes, "0 or more");
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
  public static LsmOptions defaults() {
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
    private int memtableBytes;
    private int blockBytes = 4 << 10;
    private int bloomBitsPerKey = 10;
    private CompactionStyle compaction = CompactionStyle.LEVELED;
    private int compressedFromLevel = 2;
    private Compression compression = Compression.LZ4;
    private int compactionThreads =
        Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, 4);
    private long compactionBytesPerSecond;
    private long fifoBytes = 1L << 30;

    private Builder() {}

    /**
     * Sets the budget. The default is 1 GiB.
     *
     * @param bytes see {@link LsmOptions}
     * @return this
     */
    public Builder memoryBudgetBytes(long bytes) {
      memoryBudgetBytes = bytes;
      return this;
    }

    /**
     * Sets what writes survive. The default is {@link Durability#PROCESS}.
     *
     * @param durability see {@link LsmOptions}
     * @return this
     */
    public Builder durability(Durability durability) {
      this.durability = durability;
      return this;
    }

    /**
     * Sets how much is written before it is brought to a table. The default is an eighth of the
     * budget or 64 MiB, whichever is less.
     *
     * @param bytes see {@link LsmOptions}
     * @return this
     */
    public Builder memtableBytes(int bytes) {
      memtableBytes = bytes;
      return this;
    }

    /**
     * Sets how long blocks are. The default is 4 KiB.
     *
     * @param bytes see {@link LsmOptions}
     * @return this
     */
    public Builder blockBytes(int bytes) {
      blockBytes = bytes;
      return this;
    }

    /**
     * Sets how large the filters are. The default is 10 bits a key.
     *
     * @param bits see {@link LsmOptions}
     * @return this
     */
    public Builder bloomBitsPerKey(int bits) {
      bloomBitsPerKey = bits;
      return this;
    }

    /**
     * Sets how tables are merged. The default is {@link CompactionStyle#LEVELED}.
     *
     * @param style see {@link LsmOptions}
     * @return this
     */
    public Builder compaction(CompactionStyle style) {
      compaction = style;
      return this;
    }

    /**
     * Sets which tables are compressed. The default is 2: those of level 2 and below.
     *
     * @param level see {@link LsmOptions}
     * @return this
     */
    public Builder compressedFromLevel(int level) {
      compressedFromLevel = level;
      return this;
    }

    /**
     * Sets how tables are compressed, where they are. The default is {@link Compression#LZ4}.
     *
     * @param compression see {@link LsmOptions}
     * @return this
     */
    public Builder compression(Compression compression) {
      this.compression = compression;
      return this;
    }

    /**
     * Sets how many compactions run at once. The default is half of the processors, 4 at most.
     *
     * @param threads see {@link LsmOptions}
     * @return this
     */
    public Builder compactionThreads(int threads) {
      compactionThreads = threads;
      return this;
    }

    /**
     * Sets how much compactions write in a second. The default is 0: there is no limit.
     *
     * @param bytes see {@link LsmOptions}
     * @return this
     */
    public Builder compactionBytesPerSecond(long bytes) {
      compactionBytesPerSecond = bytes;
      return this;
    }

    /**
     * Sets how large the tables of {@link CompactionStyle#FIFO} may be. The default is 1 GiB.
     *
     * @param bytes see {@link LsmOptions}
     * @return this
     */
    public Builder fifoBytes(long bytes) {
      fifoBytes = bytes;
      return this;
    }

    /**
     * Checks and returns the settings.
     *
     * @return the settings
     * @throws IllegalArgumentException naming the first setting that is out of its range
     */
    public LsmOptions build() {
      return new LsmOptions(
          memoryBudgetBytes,
          durability,
          memtableBytes == 0 ? defaultMemtableBytes() : memtableBytes,
          blockBytes,
          bloomBitsPerKey,
          compaction,
          compressedFromLevel,
          compression,
          compactionThreads,
          compactionBytesPerSecond,
          fifoBytes);
    }

    private int defaultMemtableBytes() {
      return Math.clamp(
          memoryBudgetBytes / MIN_MEMTABLES_IN_BUDGET,
          MIN_MEMTABLE_BYTES,
          MAX_DEFAULT_MEMTABLE_BYTES);
    }
  }

  /**
   * How the log's segments are cut: a memtable ends in the middle of one, whose rest is written in
   * vain.
   */
  int segmentBytes() {
    return Math.clamp(
        Integer.highestOneBit(memtableBytes / SEGMENTS_OF_MEMTABLE), 4 << 10, 16 << 20);
  }

  /** What the cache of blocks may take: what memtables, log and compactions leave. */
  long cacheBytes() {
    // Two memtables, each with its hash table, a chunk and a segment that are not full, two
    // segments that are prepared, and a fifth of the rest for what flushes and compactions work in.
    long memtable =
        (long) memtableBytes + memtableBytes / 16 + Math.max(16 << 10, memtableBytes / 8);
    long writeBytes =
        (Maintenance.MAX_WAITING + 1) * (memtable + segmentBytes()) + 2L * segmentBytes();
    return Math.max(0, memoryBudgetBytes - writeBytes) * 4 / 5;
  }

  /** How much of a file a flush or a compaction reads or writes at a time. */
  int transferBytes() {
    return Math.clamp(memoryBudgetBytes / 1024, 8 << 10, 256 << 10);
  }

  /** The level's tables are written with these blocks and filters. */
  TableShape shape(int level, long hashSeed) {
    return new TableShape(
        blockBytes,
        bloomBitsPerKey,
        level >= compressedFromLevel ? compression : Compression.NONE,
        hashSeed);
  }

  CompactionPicker picker() {
    return switch (compaction) {
      case LEVELED ->
          new LeveledPicker(
              (long) LeveledPicker.LEVEL_0_TABLES * memtableBytes, compressedFromLevel);
      case TIERED -> new TieredPicker();
      case FIFO -> new FifoPicker(fifoBytes);
    };
  }
}
