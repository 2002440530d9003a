package dev.cairn.map;

import java.util.function.Function;

/**
 * Turns the keys or the values of a map into the bytes that a store keeps, and back.
 *
 * <p>What is decoded from an encoding equals what was encoded, and equal objects have one encoding:
 * to a map, two keys or two values are the same if their encodings are. A codec may be used by any
 * number of threads, keeps no array that it is given, and hands out none that it keeps.
 *
 * @param <T> what is encoded
 */
public interface Codec<T> {
  /**
   * The bytes of an object.
   *
   * @param object what to encode
   * @return a new array
   * @throws IllegalArgumentException if the object has no encoding
   */
  byte[] encode(T object);

  /**
   * The object of some bytes.
   *
   * @param bytes an encoding
   * @return what was encoded
   * @throws IllegalArgumentException if the bytes are no encoding
   */
  T decode(byte[] bytes);

  /**
   * A codec of two functions.
   *
   * @param encoder what {@link #encode} does
   * @param decoder what {@link #decode} does
   * @param <T> what is encoded
   * @return the codec
   */
  static <T> Codec<T> of(
      Function<? super T, byte[]> encoder, Function<byte[], ? extends T> decoder) {
    return new FunctionCodec<>(encoder, decoder, null);
  }
}
