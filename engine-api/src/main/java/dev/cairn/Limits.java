package dev.cairn;

/** The sizes that every engine takes. */
public final class Limits {
  /** Longest key in bytes. The shortest is 0: the empty key is a key. */
  public static final int MAX_KEY_BYTES = 65_535;

  /** Longest value in bytes, 1 GiB. The shortest is 0. */
  public static final int MAX_VALUE_BYTES = 1 << 30;

  /**
   * Largest encoded {@link WriteBatch} in bytes: 1 GiB of value, a key, and room for many headers.
   */
  public static final int MAX_BATCH_BYTES = MAX_VALUE_BYTES + (1 << 24);

  private Limits() {}

  /**
   * Checks the length of a key.
   *
   * @param keyBytes the length in bytes
   * @throws IllegalArgumentException if it is not 0 to {@link #MAX_KEY_BYTES}
   */
  public static void requireKeyBytes(long keyBytes) {
    if (keyBytes < 0 || keyBytes > MAX_KEY_BYTES) {
      throw new IllegalArgumentException(
          "key of " + keyBytes + " bytes: expected 0 to " + MAX_KEY_BYTES);
    }
  }

  /**
   * Checks the length of a value.
   *
   * @param valueBytes the length in bytes
   * @throws IllegalArgumentException if it is not 0 to {@link #MAX_VALUE_BYTES}
   */
  public static void requireValueBytes(long valueBytes) {
    if (valueBytes < 0 || valueBytes > MAX_VALUE_BYTES) {
      throw new IllegalArgumentException(
          "value of " + valueBytes + " bytes: expected 0 to " + MAX_VALUE_BYTES);
    }
  }
}
