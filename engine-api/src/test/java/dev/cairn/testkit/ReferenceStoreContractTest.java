package dev.cairn.testkit;

import dev.cairn.OrderedStore;
import java.nio.file.Path;

/** The contract's tests pass on a store that does right. */
class ReferenceStoreContractTest extends OrderedStoreContract {
  @Override
  public OrderedStore openInMemory() {
    return new ReferenceStore(null);
  }

  @Override
  public OrderedStore open(Path directory) {
    return new ReferenceStore(directory);
  }
}
