package dev.cairn.hash;

import dev.cairn.KeyValueStore;
import dev.cairn.testkit.KeyValueStoreContract;
import java.nio.file.Path;

/** The hash store is a key-value store, in memory and on disk. */
class HashStoreContractTest extends KeyValueStoreContract {
  private static final HashOptions OPTIONS =
      HashOptions.builder().memoryBudgetBytes(256 << 20).build();

  @Override
  public KeyValueStore openInMemory() {
    return HashStore.openInMemory(OPTIONS);
  }

  @Override
  public KeyValueStore open(Path directory) {
    return HashStore.open(directory, OPTIONS);
  }
}
