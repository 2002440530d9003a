package dev.cairn.lsm;

import dev.cairn.OrderedStore;
import dev.cairn.testkit.OrderedStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

/** The LSM store is an ordered store, in memory and on disk. */
@Tag("variant")
class LsmStoreContractTest extends OrderedStoreContract {
  private static final LsmOptions OPTIONS =
      LsmOptions.builder().memoryBudgetBytes(256 << 20).build();

  @Override
  public OrderedStore openInMemory() {
    return LsmStore.openInMemory(OPTIONS);
  }

  @Override
  public OrderedStore open(Path directory) {
    return LsmStore.open(directory, OPTIONS);
  }
}
