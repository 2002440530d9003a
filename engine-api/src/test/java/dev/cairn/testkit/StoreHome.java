package dev.cairn.testkit;

import dev.cairn.KeyValueStore;
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
}
