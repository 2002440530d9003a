package dev.cairn.map;

import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The entries of a map. */
final class EntryView<K, V> extends AbstractSet<Map.Entry<K, V>> {
  private final EncodedMap<K, V> map;

  EntryView(EncodedMap<K, V> map) {
    this.map = map;
  }

  @Override
  public Iterator<Map.Entry<K, V>> iterator() {
    return map.entryIterator();
  }

  /** Knows no size, because that may have changed by the time the last entry is reached. */
  @Override
  public Spliterator<Map.Entry<K, V>> spliterator() {
    return Spliterators.spliteratorUnknownSize(
        iterator(), Spliterator.DISTINCT | Spliterator.NONNULL | Spliterator.CONCURRENT);
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
  public boolean contains(@Nullable Object entry) {
    if (!(entry instanceof Map.Entry<?, ?> wanted) || wanted.getKey() == null) {
      return false;
    }
    V value = map.get(wanted.getKey());
    return value != null && value.equals(wanted.getValue());
  }

  @Override
  public boolean remove(@Nullable Object entry) {
    return entry instanceof Map.Entry<?, ?> wanted
        && wanted.getKey() != null
        && map.remove(wanted.getKey(), wanted.getValue());
  }

  @Override
  public boolean removeIf(Predicate<? super Map.Entry<K, V>> filter) {
    return map.removePairsIf(pair -> filter.test(map.entry(pair)));
  }

  @Override
  public void clear() {
    map.clear();
  }
}
