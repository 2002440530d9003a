package dev.cairn.lsm.zstd;

import dev.cairn.OrderedStore;
import dev.cairn.lsm.LsmOptions;
import dev.cairn.lsm.LsmStore;
import dev.cairn.testkit.OrderedStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** A store all of whose levels are compressed by Zstandard, with memtables that are soon full. */
class ZstdStoreContractNightly extends OrderedStoreContract {
  private static final LsmOptions OPTIONS =
      LsmOptions.builder()
          .memoryBudgetBytes(96 << 20)
          .memtableBytes(256 << 10)
          .compressedFromLevel(0)
          .compression(new ZstdCompression())
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
