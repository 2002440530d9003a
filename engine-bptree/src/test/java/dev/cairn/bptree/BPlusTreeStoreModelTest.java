package dev.cairn.bptree;

import dev.cairn.Durability;
import dev.cairn.KeyValueStore;
import dev.cairn.testkit.ModelContract;
import java.nio.file.Path;

/** The B+ tree store on a real disk does what a sorted map does. */
class BPlusTreeStoreModelTest extends ModelContract {
  @Override
  protected KeyValueStore open(Path directory) {
    // Room for the largest values of the model in the log's share.
    return BPlusTreeStore.open(
        directory,
        BPlusTreeOptions.builder()
            .memoryBudgetBytes(4 << 20)
            .segmentBytes(4 << 10)
            .pageBytes(4 << 10)
            .maxChildren(4)
            .checkpointBytes(128 << 10)
            .durability(Durability.MEMORY)
            .build());
  }
}
