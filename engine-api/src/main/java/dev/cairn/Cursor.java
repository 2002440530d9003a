package dev.cairn;

import java.lang.foreign.MemorySegment;

/**
 * A position in the key order of a range, which stands on a pair, before the first or after the
 * last.
 *
 * <p>For one thread at a time. A move returns whether the cursor now stands on a pair; the methods
 * that return a key or value throw {@link IllegalStateException} if it does not. All methods but
 * {@link #close()} throw {@link IllegalStateException} once the cursor, its snapshot or its store
 * is closed.
 *
 * <p>A move that throws anything else, because the disk does not answer, say, leaves the cursor on
 * no pair. Then {@link #next} and {@link #previous} throw {@link IllegalStateException}, so that no
 * pair is passed over unseen, and {@link #seek} and {@link #seekFloor} go on from where one wants.
 */
public interface Cursor extends AutoCloseable {
  /**
   * Moves to the next greater key of the range: from before the first to the first.
   *
   * @return whether there is one; if not, the cursor stands after the last
   */
  boolean next();

  /**
   * Moves to the next smaller key of the range: from after the last to the last. On a new cursor,
   * which stands before the first, it returns false; {@code seekFloor} finds a place to go back
   * from.
   *
   * @return whether there is one; if not, the cursor stands before the first
   */
  boolean previous();

  /**
   * Moves to the smallest key of the range that is equal to or greater than a key.
   *
   * @param key the key, which need not be in the range
   * @return whether there is one; if not, the cursor stands after the last
   */
  boolean seek(byte[] key);

  /**
   * Moves to the greatest key of the range that is equal to or smaller than a key.
   *
   * @param key the key, which need not be in the range
   * @return whether there is one; if not, the cursor stands before the first
   */
  boolean seekFloor(byte[] key);

  /**
   * The key the cursor stands on.
   *
   * @return a copy
   */
  byte[] key();

  /**
   * The value of the key the cursor stands on.
   *
   * @return a copy
   */
  byte[] value();

  /**
   * The key the cursor stands on, in place.
   *
   * @return a read-only loan that ends when the cursor moves, or it, its snapshot or its store is
   *     closed
   */
  MemorySegment keySegment();

  /**
   * The value of the key the cursor stands on, in place.
   *
   * @return a read-only loan that ends when the cursor moves, or it, its snapshot or its store is
   *     closed
   */
  MemorySegment valueSegment();

  /** Ends the cursor. Repeatable. */
  @Override
  void close();
}
