package dev.cairn.map;

import dev.cairn.KeyRange;
import dev.cairn.KeyValueStore;
import dev.cairn.OrderedStore;
import java.util.List;
import java.util.Set;

/**
 * A store as a {@link java.util.concurrent.ConcurrentMap}. The map holds nothing itself: it is as
 * durable as the store's writes are, two maps over one store show the same pairs, and its methods
 * throw what those of the store throw. Closing the store is its owner's business.
 *
 * <p>How it differs from a map in the heap:
 *
 * <ul>
 *   <li>Keys and values are copied by their codecs. Two of them are the same if their encodings
 *       are; changing an object that was put changes nothing in the store.
 *   <li>Neither keys nor values may be null. A key or value of another class than the codec's is a
 *       {@link ClassCastException}.
 *   <li>{@code put} and {@code remove} read what was there in order to return it; {@link #set} does
 *       not.
 *   <li>Every method that changes a single key is atomic. So is no other: {@code putAll}, {@code
 *       replaceAll}, {@code removeIf}, and {@code clear} over a store without order, change one key
 *       after another. What belongs together is a {@link dev.cairn.WriteBatch} to the store.
 *   <li>Functions given to {@code compute} and its like may be called more than once and hold no
 *       lock, so they may use the map.
 *   <li>{@code size} counts what is there at the moment: from the store's figures if they are
 *       exact, otherwise by a walk over all keys. Above {@link Integer#MAX_VALUE} it stays there.
 *   <li>Iterators are weakly consistent and hold nothing between two calls, so they may be
 *       abandoned. Over an ordered store they fetch some pairs at a time, in key order. Over one
 *       without order they begin with a copy of all keys in the heap; to go through a large one,
 *       call {@link KeyValueStore#forEach}.
 *   <li>An entry of an iterator is as it was found; its {@code setValue} sets the value of its key
 *       as {@link #set} does.
 * </ul>
 *
 * @param <K> the keys
 * @param <V> the values
 */
public final class StoreMap<K, V> extends EncodedMap<K, V> {
  private final KeyValueStore store;

  private StoreMap(KeyValueStore store, Codec<K> keyCodec, Codec<V> valueCodec) {
    super(store, keyCodec, valueCodec);
    this.store = store;
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
  public static <K, V> StoreMap<K, V> of(
      KeyValueStore store, Codec<K> keyCodec, Codec<V> valueCodec) {
    return new StoreMap<>(store, keyCodec, valueCodec);
  }

  @Override
  boolean mayHold(byte[] key) {
    return true;
  }

  @Override
  PairChunks chunks(Fetch fetch) {
    return store instanceof OrderedStore ordered
        ? new ScannedChunks(ordered, KeyRange.all(), Direction.ASCENDING, fetch)
        : new CopiedKeyChunks(store, fetch);
  }

  @Override
  public int size() {
    return sizeOfStore();
  }

  @Override
  public boolean isEmpty() {
    return store instanceof OrderedStore ? chunks(Fetch.KEYS).next().isEmpty() : size() == 0;
  }

  @Override
  public Set<K> keySet() {
    return new KeyView<>(this);
  }

  @Override
  public void clear() {
    if (store instanceof OrderedStore ordered) {
      ordered.deleteRange(KeyRange.all());
      return;
    }
    PairChunks chunks = chunks(Fetch.KEYS);
    for (List<Pair> chunk = chunks.next(); !chunk.isEmpty(); chunk = chunks.next()) {
      chunk.forEach(pair -> store.delete(pair.key()));
    }
  }
}
