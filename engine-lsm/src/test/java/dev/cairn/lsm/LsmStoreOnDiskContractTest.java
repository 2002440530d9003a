package dev.cairn.lsm;

import dev.cairn.OrderedStore;
import dev.cairn.testkit.OrderedStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** The same on disk in all its tests, with memtables so small that there are always many tables. */
@Tag("variant")
class LsmStoreOnDiskContractTest extends OrderedStoreContract {
  private static final LsmOptions OPTIONS =
      LsmOptions.builder()
          .memoryBudgetBytes(96 << 20)
          .memtableBytes(256 << 10)
          .compressedFromLevel(1)
          .compactionThreads(2)
          .build();

  @TempDir Path home;

  @Override
  public OrderedStore openInMemory() {
    return LsmStore.open(home.resolve("main"), OPTIONS);
  }

  @Override
  public OrderedStore open(Path directory) {
    return LsmStore.open(directory, OPTIONS);
  }
}
