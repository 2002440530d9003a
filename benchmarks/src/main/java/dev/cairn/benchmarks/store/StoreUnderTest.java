package dev.cairn.benchmarks.store;

/**
 * What is asked of every store. An implementation does it in the fastest way that the store's
 * manual shows, and nothing else: it stands in the measured path. All methods may be called from
 * any number of threads.
 */
public interface StoreUnderTest extends AutoCloseable {
  /**
   * Sets the value of a key, with the durability the store was opened with.
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
   * The same for keys that ascend and are greater than all that are there, which a store may be
   * told.
   *
   * @param keys the keys
   * @param values their values, in the same order
   */
  default void append(byte[][] keys, byte[][] values) {
    putAll(keys, values);
  }

  /**
   * Removes a key.
   *
   * @param key the key
   */
  void delete(byte[] key);

  /** Brings to the device all that was written, if the store has a file. */
  void sync();

  /** Waits until the store has no work of its own left, as an expert would before he only reads. */
  default void settle() {}

  /**
   * A way to read for one thread, which closes it.
   *
   * @return the reader; one that knows the order of keys is an {@link OrderedStoreReader}
   */
  StoreReader reader();

  /**
   * What the store takes now, heap aside.
   *
   * @return its sizes
   */
  Footprint footprint();

  @Override
  void close();
}
