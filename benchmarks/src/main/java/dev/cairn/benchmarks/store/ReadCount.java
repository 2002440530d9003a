package dev.cairn.benchmarks.store;

/**
 * What a store counts of its reads.
 *
 * @param bytes that it read from files since it was opened
 * @param coverage which of its reads these are
 */
public record ReadCount(long bytes, Coverage coverage) {
  /** Which reads are counted. */
  public enum Coverage {
    /** All. */
    ALL,

    /** Those of some work, such as compaction, and not what is read for a caller. */
    PART
  }

  /**
   * What was read from a moment on.
   *
   * @param before what was counted then
   * @return what has come since
   */
  public ReadCount since(ReadCount before) {
    return new ReadCount(bytes - before.bytes, coverage);
  }
}
