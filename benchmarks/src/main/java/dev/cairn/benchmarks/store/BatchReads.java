package dev.cairn.benchmarks.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A store that can look up several keys at once. */
public interface BatchReads {
  /**
   * Finds the values of several keys.
   *
   * @param keys the keys
   * @return their values in the same order, null where there is none
   */
  List<byte @Nullable []> getAll(List<byte[]> keys);
}
