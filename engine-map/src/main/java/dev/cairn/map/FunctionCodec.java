package dev.cairn.map;

import java.util.Comparator;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A codec whose parts were given to it. */
record FunctionCodec<T>(
    Function<? super T, byte[]> encoder,
    Function<byte[], ? extends T> decoder,
    @Nullable Comparator<? super T> comparator)
    implements OrderedCodec<T> {
  @Override
  public byte[] encode(T object) {
    return encoder.apply(object);
  }

  @Override
  public T decode(byte[] bytes) {
    return decoder.apply(bytes);
  }
}
