package dev.cairn.bptree;

import dev.cairn.Durability;
import dev.cairn.OrderedStore;
import dev.cairn.testkit.OrderedStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

/** Likewise with small pages, little fan-out and less memory than the pairs need. */
@Tag("variant")
class SmallBPlusTreeStoreContractTest extends OrderedStoreContract {
  @Override
  public OrderedStore openInMemory() {
    return BPlusTreeStore.openInMemory(
        BPlusTreeOptions.builder()
            .pageBytes(4 << 10)
            .maxChildren(4)
            .memoryBudgetBytes(256L << 20)
            .build());
  }

  @Override
  public OrderedStore open(Path directory) {
    return BPlusTreeStore.open(
        directory,
        BPlusTreeOptions.builder()
            .memoryBudgetBytes(176L << 20)
            .segmentBytes(64 << 10)
            .pageBytes(4 << 10)
            .maxChildren(5)
            .checkpointBytes(256 << 10)
            .durability(Durability.PROCESS)
            .build());
  }
}
