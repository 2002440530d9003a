package dev.cairn.benchmarks.store;

/**
 * A position in key order. A move returns whether there is a pair. What stands there is looked at
 * in place if the store allows that, at both ends of the value, so that no store gets away with
 * moving alone.
 */
public interface PairCursor extends AutoCloseable {
  /**
   * Moves to the smallest key.
   *
   * @return whether there is one
   */
  boolean first();

  /**
   * Moves to the greatest key.
   *
   * @return whether there is one
   */
  boolean last();

  /**
   * Moves to the smallest key that is equal to or greater than a key.
   *
   * @param key the key
   * @return whether there is one
   */
  boolean seek(byte[] key);

  /**
   * Moves to the next greater key.
   *
   * @return whether there is one
   */
  boolean next();

  /**
   * Moves to the next smaller key.
   *
   * @return whether there is one
   */
  boolean previous();

  /**
   * The beginning of the key.
   *
   * @return its first eight bytes, big-endian
   */
  long keyHead();

  /**
   * The beginning of the value.
   *
   * @return its first eight bytes, little-endian
   */
  long valueHead();

  /**
   * The end of the value.
   *
   * @return its last byte
   */
  byte valueTail();

  @Override
  default void close() {}
}
