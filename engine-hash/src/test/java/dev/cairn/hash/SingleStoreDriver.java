package dev.cairn.hash;

import dev.cairn.KeyValueStore;
import dev.cairn.testkit.Bytes;
import dev.cairn.testkit.Operation;
import dev.cairn.testkit.StoreDriver;
import dev.cairn.testkit.StoreHome;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/** Does operations to a store that is open already, and never closes it. */
record SingleStoreDriver(KeyValueStore store) implements StoreHome {
  @SuppressWarnings("resource") // The store is its owner's to close.
  @Nullable Object apply(Operation operation) {
    return new StoreDriver(this).apply(operation);
  }

  @Override
  public KeyValueStore open() {
    return store;
  }

  @Override
  public NavigableMap<Bytes, Bytes> checkpoint(KeyValueStore of) {
    throw new AssertionError("no checkpoints here");
  }
}
