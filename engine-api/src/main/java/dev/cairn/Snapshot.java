package dev.cairn;

/**
 * A store as it was at one moment. Closing the store closes its snapshots; after either, every call
 * but {@link #close()} throws {@link IllegalStateException}.
 */
public interface Snapshot extends OrderedReader, AutoCloseable {
  /**
   * Ends the snapshot and its cursors, and lets the store free what only they needed. Repeatable.
   */
  @Override
  void close();
}
