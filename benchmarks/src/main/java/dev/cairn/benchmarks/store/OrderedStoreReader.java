package dev.cairn.benchmarks.store;

/** A reader that knows the order of its keys: unsigned, byte by byte. */
public interface OrderedStoreReader extends StoreReader {
  /**
   * Opens a cursor over all pairs. It sees what the reader saw at its last refresh.
   *
   * @return the cursor, which the caller closes before the reader is refreshed or closed
   */
  PairCursor cursor();
}
