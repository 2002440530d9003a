package dev.cairn.bptree;

import dev.cairn.OrderedStore;
import dev.cairn.testkit.OrderedStoreContract;
import java.nio.file.Path;

/** A B+ tree store behaves like every ordered store. */
class BPlusTreeStoreContractTest extends OrderedStoreContract {
  @Override
  public OrderedStore openInMemory() {
    return BPlusTreeStore.openInMemory(BPlusTreeOptions.defaults());
  }

  @Override
  public OrderedStore open(Path directory) {
    return BPlusTreeStore.open(directory);
  }
}
