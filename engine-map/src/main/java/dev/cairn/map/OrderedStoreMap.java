package dev.cairn.map;

import dev.cairn.Cursor;
import dev.cairn.KeyRange;
import dev.cairn.OrderedStore;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.NavigableSet;
import java.util.NoSuchElementException;
import java.util.concurrent.ConcurrentNavigableMap;
import org.jspecify.annotations.Nullable;

/**
 * An ordered store, or a range of it, as a {@link ConcurrentNavigableMap}. All that is said of
 * {@link StoreMap} holds, and also:
 *
 * <ul>
 *   <li>The order is that of the key's codec, which is the store's order of bytes. {@link
 *       #comparator} says which it is.
 *   <li>Sub maps and descending maps are ranges of the same store and cost nothing to make. Each
 *       throws {@link IllegalArgumentException} for a write outside of its range.
 *   <li>{@code clear} removes the range at once ({@link OrderedStore#deleteRange}).
 *   <li>Finding an entry, such as {@code floorEntry}, opens a cursor of the store. The entry is
 *       immutable.
 *   <li>{@code size} of a sub map walks over its keys.
 * </ul>
 *
 * @param <K> the keys
 * @param <V> the values
 */
public final class OrderedStoreMap<K, V> extends EncodedMap<K, V>
    implements ConcurrentNavigableMap<K, V> {
  private final OrderedStore store;
  private final OrderedCodec<K> keyCodec;
  private final Codec<V> valueCodec;
  private final KeyRange range;
  private final Direction direction;

  private OrderedStoreMap(
      OrderedStore store,
      OrderedCodec<K> keyCodec,
      Codec<V> valueCodec,
      KeyRange range,
      Direction direction) {
    super(store, keyCodec, valueCodec);
    this.store = store;
    this.keyCodec = keyCodec;
    this.valueCodec = valueCodec;
    this.range = range;
    this.direction = direction;
  }

  /**
   * A map of all pairs of a store.
   *
   * @param store holds the pairs
   * @param keyCodec encodes the keys; also those that the store has already
   * @param valueCodec encodes the values, likewise
   * @param <K> the keys
   * @param <V> the values
   * @return the map
   */
  public static <K, V> OrderedStoreMap<K, V> of(
      OrderedStore store, OrderedCodec<K> keyCodec, Codec<V> valueCodec) {
    return new OrderedStoreMap<>(store, keyCodec, valueCodec, KeyRange.all(), Direction.ASCENDING);
  }

  private OrderedStoreMap<K, V> view(KeyRange part, Direction direction) {
    return new OrderedStoreMap<>(store, keyCodec, valueCodec, part, direction);
  }

  @Override
  boolean mayHold(byte[] key) {
    return range.contains(key);
  }

  @Override
  PairChunks chunks(Fetch fetch) {
    return new ScannedChunks(store, range, direction, fetch);
  }

  @Override
  public @Nullable Comparator<? super K> comparator() {
    return direction == Direction.ASCENDING
        ? keyCodec.comparator()
        : Collections.reverseOrder(keyCodec.comparator());
  }

  @Override
  public int size() {
    return range.equals(KeyRange.all()) ? sizeOfStore() : countedSize();
  }

  @Override
  public boolean isEmpty() {
    return first(range, direction, Fetch.KEYS) == null;
  }

  @Override
  public void clear() {
    store.deleteRange(range);
  }

  /** The pair of a range that comes first in a direction. */
  private @Nullable Pair first(KeyRange part, Direction going, Fetch fetch) {
    if (part.isEmpty()) {
      return null;
    }
    try (Cursor cursor = store.scan(part)) {
      return going.first(cursor, part)
          ? new Pair(cursor.key(), fetch == Fetch.PAIRS ? cursor.value() : null)
          : null;
    }
  }

  private Map.@Nullable Entry<K, V> firstEntry(KeyRange part, Direction going) {
    Pair pair = first(part, going, Fetch.PAIRS);
    return pair == null ? null : immutable(pair);
  }

  private Map.Entry<K, V> immutable(Pair pair) {
    return new SimpleImmutableEntry<>(decodeKey(pair), decodeValue(pair));
  }

  private @Nullable K firstKey(KeyRange part, Direction going) {
    Pair pair = first(part, going, Fetch.KEYS);
    return pair == null ? null : decodeKey(pair);
  }

  private KeyRange before(K key, boolean inclusive) {
    return direction.before(range, encodeKey(key), inclusive);
  }

  private KeyRange after(K key, boolean inclusive) {
    return direction.after(range, encodeKey(key), inclusive);
  }

  @Override
  public Map.@Nullable Entry<K, V> firstEntry() {
    return firstEntry(range, direction);
  }

  @Override
  public Map.@Nullable Entry<K, V> lastEntry() {
    return firstEntry(range, direction.reversed());
  }

  @Override
  public Map.@Nullable Entry<K, V> lowerEntry(K key) {
    return firstEntry(before(key, false), direction.reversed());
  }

  @Override
  public Map.@Nullable Entry<K, V> floorEntry(K key) {
    return firstEntry(before(key, true), direction.reversed());
  }

  @Override
  public Map.@Nullable Entry<K, V> ceilingEntry(K key) {
    return firstEntry(after(key, true), direction);
  }

  @Override
  public Map.@Nullable Entry<K, V> higherEntry(K key) {
    return firstEntry(after(key, false), direction);
  }

  @Override
  public K firstKey() {
    return requireKey(firstKey(range, direction));
  }

  @Override
  public K lastKey() {
    return requireKey(firstKey(range, direction.reversed()));
  }

  private static <K> K requireKey(@Nullable K key) {
    if (key == null) {
      throw new NoSuchElementException("the map is empty");
    }
    return key;
  }

  @Override
  public @Nullable K lowerKey(K key) {
    return firstKey(before(key, false), direction.reversed());
  }

  @Override
  public @Nullable K floorKey(K key) {
    return firstKey(before(key, true), direction.reversed());
  }

  @Override
  public @Nullable K ceilingKey(K key) {
    return firstKey(after(key, true), direction);
  }

  @Override
  public @Nullable K higherKey(K key) {
    return firstKey(after(key, false), direction);
  }

  @Override
  public Map.@Nullable Entry<K, V> pollFirstEntry() {
    return poll(direction);
  }

  @Override
  public Map.@Nullable Entry<K, V> pollLastEntry() {
    return poll(direction.reversed());
  }

  private Map.@Nullable Entry<K, V> poll(Direction going) {
    while (true) {
      Pair pair = first(range, going, Fetch.PAIRS);
      if (pair == null) {
        return null;
      }
      if (store.compareAndSet(pair.key(), pair.value(), null)) {
        return immutable(pair);
      }
    }
  }

  @Override
  public OrderedStoreMap<K, V> descendingMap() {
    return view(range, direction.reversed());
  }

  @Override
  public OrderedStoreMap<K, V> headMap(K to, boolean inclusive) {
    byte[] end = requireBound(to, inclusive);
    return view(direction.before(range, end, inclusive), direction);
  }

  @Override
  public OrderedStoreMap<K, V> tailMap(K from, boolean inclusive) {
    byte[] start = requireBound(from, inclusive);
    return view(direction.after(range, start, inclusive), direction);
  }

  @Override
  public OrderedStoreMap<K, V> subMap(K from, boolean fromInclusive, K to, boolean toInclusive) {
    byte[] start = requireBound(from, fromInclusive);
    byte[] end = requireBound(to, toInclusive);
    if (!direction.isOrder(start, end)) {
      throw new IllegalArgumentException("the range ends before it begins");
    }
    KeyRange tail = direction.after(range, start, fromInclusive);
    return view(direction.before(tail, end, toInclusive), direction);
  }

  /** Encodes a key up to which, or from which on, this map can be cut. */
  private byte[] requireBound(K key, boolean inclusive) {
    byte[] bound = encodeKey(key);
    if (inclusive ? !range.contains(bound) : !KeyRanges.isInOrBeside(range, bound)) {
      throw new IllegalArgumentException("the key is outside of this map's range");
    }
    return bound;
  }

  @Override
  public OrderedStoreMap<K, V> subMap(K from, K to) {
    return subMap(from, true, to, false);
  }

  @Override
  public OrderedStoreMap<K, V> headMap(K to) {
    return headMap(to, false);
  }

  @Override
  public OrderedStoreMap<K, V> tailMap(K from) {
    return tailMap(from, true);
  }

  @Override
  public NavigableSet<K> keySet() {
    return navigableKeySet();
  }

  @Override
  public NavigableSet<K> navigableKeySet() {
    return new OrderedKeyView<>(this);
  }

  @Override
  public NavigableSet<K> descendingKeySet() {
    return descendingMap().navigableKeySet();
  }
}
