package dev.cairn.testkit;

import dev.cairn.Snapshot;
import java.util.NavigableMap;

/** A copy of a sorted map. */
final class ReferenceSnapshot extends ReferenceReader implements Snapshot {
  private final NavigableMap<byte[], byte[]> pairs;
  private final Runnable requireStoreOpen;
  private volatile boolean closed;

  ReferenceSnapshot(NavigableMap<byte[], byte[]> pairs, Runnable requireStoreOpen) {
    this.pairs = pairs;
    this.requireStoreOpen = requireStoreOpen;
  }

  @Override
  NavigableMap<byte[], byte[]> pairs() {
    return pairs;
  }

  @Override
  void requireOpen() {
    requireStoreOpen.run();
    if (closed) {
      throw new IllegalStateException("the snapshot is closed");
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
