package dev.cairn.lsm;

import dev.cairn.KeyValueStore;
import dev.cairn.StoreProvider;
import dev.cairn.StoreSettings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Makes the engine known by its name, {@code lsm}. */
public final class LsmStoreProvider implements StoreProvider {
  /** Made by {@link java.util.ServiceLoader}. */
  public LsmStoreProvider() {}

  @Override
  public String engine() {
    return LsmOpening.ENGINE;
  }

  @Override
  public KeyValueStore open(@Nullable Path directory, StoreSettings settings) {
    LsmOptions options =
        LsmOptions.builder()
            .durability(settings.durability())
            .memoryBudgetBytes(settings.memoryBudgetBytes())
            .build();
    return directory == null ? LsmStore.openInMemory(options) : LsmStore.open(directory, options);
  }
}
