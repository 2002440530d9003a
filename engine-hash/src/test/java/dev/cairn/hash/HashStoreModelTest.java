package dev.cairn.hash;

import dev.cairn.Durability;
import dev.cairn.KeyValueStore;
import dev.cairn.testkit.ModelContract;
import java.nio.file.Path;

/** The hash store on a real disk does what a map does. */
class HashStoreModelTest extends ModelContract {
  private static final HashOptions OPTIONS =
      HashOptions.builder()
          .memoryBudgetBytes(4 << 20)
          .segmentBytes(64 << 10)
          .durability(Durability.MEMORY)
          .build();

  @Override
  protected KeyValueStore open(Path directory) {
    return HashStore.open(directory, OPTIONS);
  }
}
