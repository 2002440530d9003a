package dev.cairn.benchmarks.store;

import org.jspecify.annotations.Nullable;

/**
 * What is asked of every store. An implementation does it in the fastest way that the store's
 * manual shows, and nothing else: it stands in the measured path.
 */
public interface StoreUnderTest extends AutoCloseable {
  /**
   * Sets the value of a key.
   *
   * @param key the key; a store in the heap may keep the array
   * @param value the value, likewise
   */
  void put(byte[] key, byte[] value);

  /**
   * Sets the values of several keys, as one batch if the store knows such.
   *
   * @param keys the keys
   * @param values their values, in the same order
   */
  void putAll(byte[][] keys, byte[][] values);

  /**
   * Finds a value.
   *
   * @param key the key
   * @return the value, which the caller may keep, or null
   */
  byte @Nullable [] get(byte[] key);

  /**
   * Copies a value into memory of the caller.
   *
   * @param key the key
   * @param buffer an array as long as the value
   * @return whether there was a value
   */
  boolean getInto(byte[] key, byte[] buffer);

  /**
   * What the store takes now, heap aside.
   *
   * @return its sizes
   */
  Footprint footprint();

  @Override
  void close();
}
