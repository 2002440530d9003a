package dev.cairn;

/**
 * A store that knows the order of its keys.
 *
 * <p>A {@link #scan} on the store itself sees the store as it was at some moment between the call
 * and the cursor's first move, whatever is written later.
 */
public interface OrderedStore extends KeyValueStore, OrderedReader {
  /**
   * The store as it is now, unchanged by later writes.
   *
   * @return a snapshot, which the caller closes; it costs disk space for as long as it lives
   */
  Snapshot snapshot();

  /**
   * Removes all keys of a range, at once and all or none: for scans and snapshots, and for what a
   * crash leaves. Gets of several keys beside it may find one gone and then another still there.
   *
   * <p>An empty range writes nothing, so it says nothing of how long earlier writes survive.
   *
   * @param range the keys to remove
   */
  void deleteRange(KeyRange range);
}
