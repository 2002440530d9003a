package dev.cairn.testkit;

import dev.cairn.OrderedStore;

/** The store that does right in the plainest way, for tests that need one beside their own. */
public final class ReferenceStores {
  private ReferenceStores() {}

  /**
   * Makes an empty one that lives in memory.
   *
   * @return the store
   */
  public static OrderedStore inMemory() {
    return new ReferenceStore(null);
  }
}
