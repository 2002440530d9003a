package dev.cairn.testkit;

import dev.cairn.Durability;
import dev.cairn.KeyValueStore;
import dev.cairn.WriteBatch;
import java.util.NavigableMap;

/**
 * Where a store lives: what a {@link StoreDriver} needs besides the store to close and reopen it.
 */
public interface StoreHome {
  /**
   * Opens the store; called again each time that it was closed, and then it holds what it held.
   *
   * @return the store
   */
  KeyValueStore open();

  /**
   * Takes a checkpoint, opens it, verifies it and reads it; then removes it.
   *
   * @param store the store to take it of
   * @return what it holds
   */
  NavigableMap<Bytes, Bytes> checkpoint(KeyValueStore store);

  /**
   * Has the engine bring its files into order, if its stores have a call for that.
   *
   * @param store the store
   */
  default void compact(KeyValueStore store) {}

  /**
   * Has the engine bring what is in memory to files, if its stores have a call for that.
   *
   * @param store the store
   */
  default void flush(KeyValueStore store) {}

  /**
   * Sets many keys, which are on the device then, all of them or none; by a call that the engine
   * has for pairs in order, if it has one that may be used now.
   *
   * @param store the store
   * @param pairs the pairs
   */
  default void fill(KeyValueStore store, NavigableMap<Bytes, Bytes> pairs) {
    WriteBatch batch = new WriteBatch();
    pairs.forEach((key, value) -> batch.put(key.toArray(), value.toArray()));
    store.write(batch, Durability.DEVICE);
  }
}
