package dev.cairn.map;

import dev.cairn.KeyValueStore;
import dev.cairn.Limits;
import dev.cairn.StoreStats;
import java.util.AbstractMap;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the maps have in common: keys and values are encoded, and every change that depends on what
 * was there is a {@link KeyValueStore#compareAndSet} of the bytes that were seen. It is tried again
 * with what is there then if another thread was faster, so somebody always gets on.
 */
abstract class EncodedMap<K, V> extends AbstractMap<K, V> implements ConcurrentMap<K, V> {
  private final KeyValueStore store;
  private final Codec<K> keyCodec;
  private final Codec<V> valueCodec;

  EncodedMap(KeyValueStore store, Codec<K> keyCodec, Codec<V> valueCodec) {
    this.store = Objects.requireNonNull(store, "store");
    this.keyCodec = Objects.requireNonNull(keyCodec, "keyCodec");
    this.valueCodec = Objects.requireNonNull(valueCodec, "valueCodec");
  }

  /** Whether an encoded key is one that this map may hold. */
  abstract boolean mayHold(byte[] key);

  /** A walk over all pairs of this map. */
  abstract PairChunks chunks(Fetch fetch);

  final byte[] encodeKey(K key) {
    return keyCodec.encode(Objects.requireNonNull(key, "key"));
  }

  final K decodeKey(Pair pair) {
    return keyCodec.decode(pair.key());
  }

  final V decodeValue(Pair pair) {
    return valueCodec.decode(pair.fetchedValue());
  }

  final byte[] encodeValue(V value) {
    return valueCodec.encode(Objects.requireNonNull(value, "value"));
  }

  /** Encodes a key that is going to be written. */
  private byte[] requireKey(K key) {
    byte[] encoded = encodeKey(key);
    if (!mayHold(encoded)) {
      throw new IllegalArgumentException("the key is outside of this map's range");
    }
    return encoded;
  }

  /**
   * Encodes a key that is looked for; null if the map cannot hold it. An object of another class is
   * met by the codec, which throws {@link ClassCastException}.
   */
  private byte @Nullable [] findKey(@Nullable Object key) {
    @SuppressWarnings("unchecked")
    byte[] encoded = encodeKey((K) Objects.requireNonNull(key, "key"));
    return encoded.length <= Limits.MAX_KEY_BYTES && mayHold(encoded) ? encoded : null;
  }

  private byte @Nullable [] encodeIfPresent(@Nullable V value) {
    return value == null ? null : encodeValue(value);
  }

  private @Nullable V decodeIfPresent(byte @Nullable [] value) {
    return value == null ? null : valueCodec.decode(value);
  }

  @Override
  public @Nullable V get(@Nullable Object key) {
    byte @Nullable [] encoded = findKey(key);
    return encoded == null ? null : decodeIfPresent(store.get(encoded));
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    byte @Nullable [] encoded = findKey(key);
    return encoded != null && store.contains(encoded);
  }

  @Override
  public boolean containsValue(@Nullable Object value) {
    @SuppressWarnings("unchecked")
    byte[] encoded = encodeValue((V) Objects.requireNonNull(value, "value"));
    return anyPair(pair -> Arrays.equals(pair.fetchedValue(), encoded));
  }

  private boolean anyPair(Predicate<Pair> test) {
    PairChunks chunks = chunks(Fetch.PAIRS);
    for (List<Pair> chunk = chunks.next(); !chunk.isEmpty(); chunk = chunks.next()) {
      if (chunk.stream().anyMatch(test)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Sets the value of a key without looking at what it was: faster than {@link #put}, which must
   * read it.
   *
   * @param key the key
   * @param value the value
   */
  public void set(K key, V value) {
    store.put(requireKey(key), encodeValue(value));
  }

  @Override
  public @Nullable V put(K key, V value) {
    byte[] encoded = requireKey(key);
    byte[] update = encodeValue(value);
    while (true) {
      byte @Nullable [] before = store.get(encoded);
      if (store.compareAndSet(encoded, before, update)) {
        return decodeIfPresent(before);
      }
    }
  }

  /** Sets one pair after another, each by {@link #set}. */
  @Override
  public void putAll(Map<? extends K, ? extends V> pairs) {
    pairs.forEach(this::set);
  }

  @Override
  public @Nullable V putIfAbsent(K key, V value) {
    byte[] encoded = requireKey(key);
    byte[] update = encodeValue(value);
    while (true) {
      byte @Nullable [] before = store.get(encoded);
      if (before != null) {
        return valueCodec.decode(before);
      }
      if (store.compareAndSet(encoded, null, update)) {
        return null;
      }
    }
  }

  @Override
  public @Nullable V remove(@Nullable Object key) {
    byte @Nullable [] encoded = findKey(key);
    if (encoded == null) {
      return null;
    }
    while (true) {
      byte @Nullable [] before = store.get(encoded);
      if (before == null || store.compareAndSet(encoded, before, null)) {
        return decodeIfPresent(before);
      }
    }
  }

  @Override
  public boolean remove(@Nullable Object key, @Nullable Object value) {
    byte @Nullable [] encoded = findKey(key);
    if (encoded == null || value == null) {
      return false;
    }
    @SuppressWarnings("unchecked")
    byte[] expected = encodeValue((V) value);
    return store.compareAndSet(encoded, expected, null);
  }

  @Override
  public boolean replace(K key, V expected, V update) {
    return store.compareAndSet(requireKey(key), encodeValue(expected), encodeValue(update));
  }

  @Override
  public @Nullable V replace(K key, V value) {
    byte[] encoded = requireKey(key);
    byte[] update = encodeValue(value);
    while (true) {
      byte @Nullable [] before = store.get(encoded);
      if (before == null || store.compareAndSet(encoded, before, update)) {
        return decodeIfPresent(before);
      }
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>Atomic; the function may be called more than once, and runs without a lock.
   */
  @Override
  public @Nullable V compute(
      K key, BiFunction<? super K, ? super @Nullable V, ? extends @Nullable V> function) {
    byte[] encoded = requireKey(key);
    while (true) {
      byte @Nullable [] before = store.get(encoded);
      V after = function.apply(key, decodeIfPresent(before));
      if ((before == null && after == null)
          || store.compareAndSet(encoded, before, encodeIfPresent(after))) {
        return after;
      }
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>Atomic; the function may be called although another thread's value wins, and runs without a
   * lock.
   */
  @Override
  public @Nullable V computeIfAbsent(K key, Function<? super K, ? extends @Nullable V> function) {
    Objects.requireNonNull(function, "function");
    byte[] encoded = requireKey(key);
    while (true) {
      byte @Nullable [] before = store.get(encoded);
      if (before != null) {
        return valueCodec.decode(before);
      }
      V after = function.apply(key);
      if (after == null || store.compareAndSet(encoded, null, encodeValue(after))) {
        return after;
      }
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>Atomic; the function may be called more than once, and runs without a lock.
   */
  @Override
  public @Nullable V computeIfPresent(
      K key, BiFunction<? super K, ? super V, ? extends @Nullable V> function) {
    Objects.requireNonNull(function, "function");
    byte[] encoded = requireKey(key);
    while (true) {
      byte @Nullable [] before = store.get(encoded);
      if (before == null) {
        return null;
      }
      V after = function.apply(key, valueCodec.decode(before));
      if (store.compareAndSet(encoded, before, encodeIfPresent(after))) {
        return after;
      }
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>Atomic; the function may be called more than once, and runs without a lock.
   */
  @Override
  public @Nullable V merge(
      K key, V value, BiFunction<? super V, ? super V, ? extends @Nullable V> function) {
    Objects.requireNonNull(function, "function");
    byte[] encoded = requireKey(key);
    byte[] first = encodeValue(value);
    while (true) {
      byte @Nullable [] before = store.get(encoded);
      V after = before == null ? value : function.apply(valueCodec.decode(before), value);
      byte @Nullable [] update = before == null ? first : encodeIfPresent(after);
      if (store.compareAndSet(encoded, before, update)) {
        return after;
      }
    }
  }

  /** Replaces one value after another, each atomically. */
  @Override
  public void replaceAll(BiFunction<? super K, ? super V, ? extends V> function) {
    Objects.requireNonNull(function, "function");
    for (K key : keySet()) {
      computeIfPresent(key, (same, value) -> Objects.requireNonNull(function.apply(same, value)));
    }
  }

  /** Removes the entries that satisfy a test and still have the value that was tested. */
  final boolean removePairsIf(Predicate<Pair> test) {
    boolean removed = false;
    PairChunks chunks = chunks(Fetch.PAIRS);
    for (List<Pair> chunk = chunks.next(); !chunk.isEmpty(); chunk = chunks.next()) {
      for (Pair pair : chunk) {
        removed |= test.test(pair) && store.compareAndSet(pair.key(), pair.value(), null);
      }
    }
    return removed;
  }

  @Override
  public Set<Entry<K, V>> entrySet() {
    return new EntryView<>(this);
  }

  @Override
  public Collection<V> values() {
    return new ValueView<>(this);
  }

  final PairIterator<K> keyIterator() {
    return new PairIterator<>(store, chunks(Fetch.KEYS), this::decodeKey);
  }

  final PairIterator<V> valueIterator() {
    return new PairIterator<>(store, chunks(Fetch.PAIRS), this::decodeValue);
  }

  final PairIterator<Entry<K, V>> entryIterator() {
    return new PairIterator<>(store, chunks(Fetch.PAIRS), this::entry);
  }

  final Entry<K, V> entry(Pair pair) {
    return new StoredEntry<>(this, decodeKey(pair), decodeValue(pair));
  }

  /** How many pairs the whole store has. */
  final int sizeOfStore() {
    StoreStats stats = store.stats();
    return stats.entryCountIsExact()
        ? Math.clamp(stats.entryCount(), 0, Integer.MAX_VALUE)
        : countedSize();
  }

  /** How many pairs a walk finds. */
  final int countedSize() {
    long count = 0;
    PairChunks chunks = chunks(Fetch.KEYS);
    for (List<Pair> chunk = chunks.next(); !chunk.isEmpty(); chunk = chunks.next()) {
      count += chunk.size();
    }
    return Math.clamp(count, 0, Integer.MAX_VALUE);
  }
}
