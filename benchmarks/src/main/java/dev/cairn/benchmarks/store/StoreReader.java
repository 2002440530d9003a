package dev.cairn.benchmarks.store;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How one thread reads a store: with what the store lets it keep between two reads. */
public interface StoreReader extends AutoCloseable {
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
   * Finds the values of several keys, in one call if the store knows such.
   *
   * @param keys the keys
   * @return their values in the same order, null where there is none
   */
  default List<byte @Nullable []> getAll(List<byte[]> keys) {
    List<byte @Nullable []> values = new ArrayList<>(keys.size());
    for (byte[] key : keys) {
      values.add(get(key));
    }
    return values;
  }

  /** Lets the reader see all that was written until now, if it does not anyway. */
  default void refresh() {}

  @Override
  default void close() {}
}
