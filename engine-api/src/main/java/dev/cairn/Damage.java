package dev.cairn;

import org.jspecify.annotations.Nullable;

/**
 * Something in the files of a store that is not what was written, as {@link StoreProvider#salvage}
 * or {@link StoreProvider#examine} met it.
 *
 * @param file the file's name in the store's directory
 * @param position where in the file it begins, in bytes
 * @param bytes how many bytes it has; 0 if nobody can say
 * @param what the damaged thing, and what is known of it
 * @param consequence what it means for the new store
 * @param keys the keys that are concerned, or null if they may be any
 */
public record Damage(
    String file,
    long position,
    long bytes,
    String what,
    Consequence consequence,
    @Nullable KeyRange keys) {

  /** What damage means for the new store. */
  public enum Consequence {
    /** Nothing is missing and nothing too much: other bytes say the same. */
    NONE,
    /**
     * Writes may be missing that nothing says were on the device, as after a crash. Opening drops
     * them and what was written after them.
     */
    UNFORCED,
    /** Pairs may be missing, or have the value they had before. */
    PAIRS_MAY_BE_LOST,
    /** Pairs may be there that had been deleted, or that had another value since. */
    OLD_PAIRS_MAY_RETURN
  }

  /**
   * The same with other consequences.
   *
   * @param other what it means
   * @return the damage
   */
  public Damage meaning(Consequence other) {
    return new Damage(file, position, bytes, what, other, keys);
  }

  /** Such as {@code 0001.log: record at position 64, 40 bytes: pairs may be lost}. */
  @Override
  public String toString() {
    return file
        + ": "
        + what
        + " at position "
        + position
        + (bytes == 0 ? "" : ", " + bytes + " bytes")
        + ": "
        + switch (consequence) {
          case NONE -> "nothing is lost";
          case UNFORCED -> "nothing says that it was forced";
          case PAIRS_MAY_BE_LOST -> "pairs may be lost";
          case OLD_PAIRS_MAY_RETURN -> "old pairs may return";
        };
  }
}
