package dev.cairn.lsm;

import dev.cairn.Damage;
import dev.cairn.KeyValueStore;
import dev.cairn.SalvageReport;
import dev.cairn.StoreProvider;
import dev.cairn.StoreSettings;
import dev.cairn.internal.salvage.Salvage;
import java.nio.file.Path;
import java.util.function.Consumer;
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

  @Override
  public SalvageReport salvage(
      Path damaged, Path target, StoreSettings settings, Consumer<Damage> damages) {
    return Salvage.run(
        damaged, target, directory -> open(directory, settings), new LsmSalvage(), damages);
  }

  @Override
  public void examine(Path directory, Consumer<Damage> damages) {
    Salvage.examine(directory, new LsmSalvage(), damages);
  }
}
