package dev.cairn.map;

import java.util.Comparator;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A codec whose encodings, compared as unsigned bytes, are in the order of what they encode. So a
 * store's order of keys is the map's.
 *
 * @param <T> what is encoded
 */
public interface OrderedCodec<T> extends Codec<T> {
  /**
   * The order that the encodings keep.
   *
   * @return the comparator, or null if it is the natural order
   */
  @Nullable Comparator<? super T> comparator();

  /**
   * A codec of two functions for objects in their natural order, such as {@code OrderedCodec.of(day
   * -> Codecs.LONG.encode(day.toEpochDay()), bytes ->
   * LocalDate.ofEpochDay(Codecs.LONG.decode(bytes)))}.
   *
   * @param encoder what {@link #encode} does
   * @param decoder what {@link #decode} does
   * @param <T> what is encoded
   * @return the codec
   */
  static <T extends Comparable<? super T>> OrderedCodec<T> of(
      Function<? super T, byte[]> encoder, Function<byte[], ? extends T> decoder) {
    return new FunctionCodec<>(encoder, decoder, null);
  }

  /**
   * A codec of two functions for objects in an order of their own.
   *
   * @param encoder what {@link #encode} does
   * @param decoder what {@link #decode} does
   * @param comparator the order that the encodings keep
   * @param <T> what is encoded
   * @return the codec
   */
  static <T> OrderedCodec<T> of(
      Function<? super T, byte[]> encoder,
      Function<byte[], ? extends T> decoder,
      Comparator<? super T> comparator) {
    return new FunctionCodec<>(encoder, decoder, comparator);
  }
}
