package dev.cairn.map;

import java.util.AbstractSet;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Spliterator;
import java.util.Spliterators.AbstractSpliterator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The keys of an ordered map. */
final class OrderedKeyView<K> extends AbstractSet<K> implements NavigableSet<K> {
  private final OrderedStoreMap<K, ?> map;

  OrderedKeyView(OrderedStoreMap<K, ?> map) {
    this.map = map;
  }

  @Override
  public @Nullable Comparator<? super K> comparator() {
    return map.comparator();
  }

  @Override
  public Iterator<K> iterator() {
    return map.keyIterator();
  }

  @Override
  public Iterator<K> descendingIterator() {
    return map.descendingMap().keyIterator();
  }

  /** Knows no size, because that may have changed by the time the last key is reached. */
  @Override
  public Spliterator<K> spliterator() {
    Iterator<K> keys = iterator();
    return new AbstractSpliterator<>(
        Long.MAX_VALUE,
        Spliterator.DISTINCT
            | Spliterator.SORTED
            | Spliterator.ORDERED
            | Spliterator.NONNULL
            | Spliterator.CONCURRENT) {
      @Override
      public boolean tryAdvance(Consumer<? super K> action) {
        if (!keys.hasNext()) {
          return false;
        }
        action.accept(keys.next());
        return true;
      }

      @Override
      public @Nullable Comparator<? super K> getComparator() {
        return comparator();
      }
    };
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
  public boolean contains(@Nullable Object key) {
    return map.containsKey(key);
  }

  @Override
  public boolean remove(@Nullable Object key) {
    return map.remove(key) != null;
  }

  @Override
  public void clear() {
    map.clear();
  }

  @Override
  public K first() {
    return map.firstKey();
  }

  @Override
  public K last() {
    return map.lastKey();
  }

  @Override
  public @Nullable K lower(K key) {
    return map.lowerKey(key);
  }

  @Override
  public @Nullable K floor(K key) {
    return map.floorKey(key);
  }

  @Override
  public @Nullable K ceiling(K key) {
    return map.ceilingKey(key);
  }

  @Override
  public @Nullable K higher(K key) {
    return map.higherKey(key);
  }

  @Override
  public @Nullable K pollFirst() {
    return keyOf(map.pollFirstEntry());
  }

  @Override
  public @Nullable K pollLast() {
    return keyOf(map.pollLastEntry());
  }

  private static <K> @Nullable K keyOf(Map.@Nullable Entry<K, ?> entry) {
    return entry == null ? null : entry.getKey();
  }

  @Override
  public NavigableSet<K> descendingSet() {
    return map.descendingMap().navigableKeySet();
  }

  @Override
  public NavigableSet<K> subSet(K from, boolean fromInclusive, K to, boolean toInclusive) {
    return map.subMap(from, fromInclusive, to, toInclusive).navigableKeySet();
  }

  @Override
  public NavigableSet<K> headSet(K to, boolean inclusive) {
    return map.headMap(to, inclusive).navigableKeySet();
  }

  @Override
  public NavigableSet<K> tailSet(K from, boolean inclusive) {
    return map.tailMap(from, inclusive).navigableKeySet();
  }

  @Override
  public NavigableSet<K> subSet(K from, K to) {
    return subSet(from, true, to, false);
  }

  @Override
  public NavigableSet<K> headSet(K to) {
    return headSet(to, false);
  }

  @Override
  public NavigableSet<K> tailSet(K from) {
    return tailSet(from, true);
  }
}
