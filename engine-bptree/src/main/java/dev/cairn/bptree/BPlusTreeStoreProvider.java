package dev.cairn.bptree;

import dev.cairn.Damage;
import dev.cairn.KeyValueStore;
import dev.cairn.SalvageReport;
import dev.cairn.StoreProvider;
import dev.cairn.StoreSettings;
import dev.cairn.internal.salvage.Salvage;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes the engine known by its name, {@code bptree}. */
public final class BPlusTreeStoreProvider implements StoreProvider {
  /** Made by {@link java.util.ServiceLoader}. */
  public BPlusTreeStoreProvider() {}

  @Override
  public String engine() {
    return BPlusTreeOpening.ENGINE;
  }

  @Override
  public KeyValueStore open(@Nullable Path directory, StoreSettings settings) {
    BPlusTreeOptions options =
        BPlusTreeOptions.builder()
            .durability(settings.durability())
            .memoryBudgetBytes(settings.memoryBudgetBytes())
            .build();
    return directory == null
        ? BPlusTreeStore.openInMemory(options)
        : BPlusTreeStore.open(directory, options);
  }

  @Override
  public SalvageReport salvage(
      Path damaged, Path target, StoreSettings settings, Consumer<Damage> damages) {
    return Salvage.run(
        damaged, target, directory -> open(directory, settings), new BPlusTreeSalvage(), damages);
  }

  @Override
  public void examine(Path directory, Consumer<Damage> damages) {
    Salvage.examine(directory, new BPlusTreeSalvage(), damages);
  }
}
