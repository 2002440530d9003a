/**
 * Stores as maps. {@link dev.cairn.map.StoreMap} makes a {@link java.util.concurrent.ConcurrentMap}
 * of any store, {@link dev.cairn.map.OrderedStoreMap} a {@link
 * java.util.concurrent.ConcurrentNavigableMap} of an ordered one; {@link dev.cairn.map.Codec}s turn
 * keys and values into bytes and back.
 */
@NullMarked
package dev.cairn.map;

import org.jspecify.annotations.NullMarked;
