package dev.cairn.lsm;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What the manifest has of a table.
 *
 * @param id names its file among all that the store ever has
 * @param fileBytes how long the file is
 * @param entries how many entries it has
 * @param deletes how many of them are deletes; ranges count too
 * @param newestSequence the newest sequence in it; of two tables in level 0 the one with the newer
 *     one is the newer
 * @param lower the smallest key that it says anything about
 * @param upper above the greatest, or null if a removed range in it has no end
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by the id.
record TableEntry(
    long id,
    long fileBytes,
    long entries,
    long deletes,
    long newestSequence,
    byte[] lower,
    byte @Nullable [] upper) {
  /**
   * As the base sequence of a table's properties: its entries all have one sequence, which was not
   * known when it was written, and which the manifest has.
   */
  static final long SEQUENCE_OF_TABLE = -1;

  TableEntry withSequence(long sequence) {
    return new TableEntry(id, fileBytes, entries, deletes, sequence, lower, upper);
  }

  boolean overlaps(byte[] from, byte @Nullable [] to) {
    return (to == null || Arrays.compareUnsigned(lower, to) < 0)
        && (upper == null || Arrays.compareUnsigned(from, upper) < 0);
  }

  boolean overlaps(TableEntry other) {
    return overlaps(other.lower, other.upper);
  }

  boolean mayHave(byte[] key) {
    return Arrays.compareUnsigned(lower, key) <= 0
        && (upper == null || Arrays.compareUnsigned(key, upper) < 0);
  }

  /** Whether all its keys are below all of another. */
  boolean isBefore(TableEntry other) {
    return upper != null && Arrays.compareUnsigned(upper, other.lower) <= 0;
  }

  /** The least key above one. */
  static byte[] successor(byte[] key, int keyBytes) {
    return Arrays.copyOf(Arrays.copyOf(key, keyBytes), keyBytes + 1);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TableEntry that && id == that.id;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(id);
  }
}
