package dev.cairn.map;

import java.util.AbstractCollection;
import java.util.Iterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The values of a map. */
final class ValueView<V> extends AbstractCollection<V> {
  private final EncodedMap<?, V> map;

  ValueView(EncodedMap<?, V> map) {
    this.map = map;
  }

  @Override
  public Iterator<V> iterator() {
    return map.valueIterator();
  }

  /** Knows no size, because that may have changed by the time the last value is reached. */
  @Override
  public Spliterator<V> spliterator() {
    return Spliterators.spliteratorUnknownSize(
        iterator(), Spliterator.NONNULL | Spliterator.CONCURRENT);
  }

  @Override
  public int size() {
    return map.size();
  }

  @Override
  public boolean isEmpty() {
    return map.isEmpty();
  }

  @Override
  public boolean contains(@Nullable Object value) {
    return map.containsValue(value);
  }

  @Override
  public boolean removeIf(Predicate<? super V> filter) {
    return map.removePairsIf(pair -> filter.test(map.decodeValue(pair)));
  }

  @Override
  public void clear() {
    map.clear();
  }
}
