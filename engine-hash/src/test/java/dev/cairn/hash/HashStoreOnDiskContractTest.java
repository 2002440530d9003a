package dev.cairn.hash;

import dev.cairn.KeyValueStore;
import dev.cairn.testkit.KeyValueStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same on disk in all its tests, with segments so small that they fill all the time, and a
 * budget that the larger tests do not fit in.
 */
@Tag("variant")
class HashStoreOnDiskContractTest extends KeyValueStoreContract {
  private static final HashOptions OPTIONS =
      HashOptions.builder().memoryBudgetBytes(64 << 20).segmentBytes(64 << 10).build();

  @TempDir Path home;

  @Override
  public KeyValueStore openInMemory() {
    return HashStore.open(home.resolve("main"), OPTIONS);
  }

  @Override
  public KeyValueStore open(Path directory) {
    return HashStore.open(directory, OPTIONS);
  }
}
