package dev.cairn.map;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An entry as an iterator found it. Setting its value sets that of its key in the store. */
final class StoredEntry<K, V> implements Map.Entry<K, V> {
  private final EncodedMap<K, V> map;
  private final K key;
  private V value;

  StoredEntry(EncodedMap<K, V> map, K key, V value) {
    this.map = map;
    this.key = key;
    this.value = value;
  }

  @Override
  public K getKey() {
    return key;
  }

  @Override
  public V getValue() {
    return value;
  }

  @Override
  public V setValue(V update) {
    map.set(key, update);
    V before = value;
    value = update;
    return before;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Map.Entry<?, ?> that
        && key.equals(that.getKey())
        && value.equals(that.getValue());
  }

  @Override
  public int hashCode() {
    return key.hashCode() ^ value.hashCode();
  }

  @Override
  public String toString() {
    return key + "=" + value;
  }
}
