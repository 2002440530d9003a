package dev.cairn;

import org.jspecify.annotations.Nullable;

/**
 * Looks at the encoding of a {@link WriteBatch} in place.
 *
 * @param <R> what it makes of the encoding
 */
@FunctionalInterface
public interface EncodingBorrower<R extends @Nullable Object> {
  /**
   * Called once with the encoding.
   *
   * @param bytes holds the encoding from index 0; a loan that ends when this method returns, and
   *     must not be written to
   * @param encodedBytes how many bytes of the array are the encoding
   * @return what {@link WriteBatch#encoding} returns
   */
  R borrow(byte[] bytes, int encodedBytes);
}
