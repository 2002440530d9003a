package dev.cairn;

import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Opens stores whose engine is known by name only, as in a tool that takes it from its user. */
public final class Stores {
  private Stores() {}

  /**
   * The names of the engines that are on the class path or module path.
   *
   * @return the names, sorted
   */
  public static List<String> engines() {
    return ServiceLoader.load(StoreProvider.class).stream()
        .map(provider -> provider.get().engine())
        .sorted()
        .toList();
  }

  /**
   * Opens a store with default settings, and creates it if the directory is absent or empty.
   *
   * @param directory where the store lives
   * @param engine the engine's name
   * @return the open store
   * @throws IllegalArgumentException if there is no such engine
   */
  public static KeyValueStore open(Path directory, String engine) {
    return open(directory, engine, StoreSettings.DEFAULT);
  }

  /**
   * Opens a store, and creates it if the directory is absent or empty.
   *
   * @param directory where the store lives, or null for one that lives in memory and ends with it
   * @param engine the engine's name
   * @param settings what every engine can be told
   * @return the open store
   * @throws IllegalArgumentException if there is no such engine
   */
  public static KeyValueStore open(
      @Nullable Path directory, String engine, StoreSettings settings) {
    return provider(engine).open(directory, settings);
  }

  /**
   * Brings what is intact of a damaged store into a new one; see {@link StoreProvider#salvage}.
   *
   * @param damaged the damaged store's directory
   * @param engine the engine's name
   * @param target the new store's directory, absent or empty
   * @param settings those of the new store
   * @param damages told of each damage as it is met
   * @return what became of the store
   * @throws IllegalArgumentException if there is no such engine
   */
  public static SalvageReport salvage(
      Path damaged, String engine, Path target, StoreSettings settings, Consumer<Damage> damages) {
    return provider(engine).salvage(damaged, target, settings, damages);
  }

  /**
   * Says what is damaged in a store, which it does not open; see {@link StoreProvider#examine}.
   *
   * @param directory the store's directory
   * @param engine the engine's name
   * @param damages told of each damage as it is met
   * @throws IllegalArgumentException if there is no such engine
   */
  public static void examine(Path directory, String engine, Consumer<Damage> damages) {
    provider(engine).examine(directory, damages);
  }

  private static StoreProvider provider(String engine) {
    for (StoreProvider provider : ServiceLoader.load(StoreProvider.class)) {
      if (provider.engine().equals(engine)) {
        return provider;
      }
    }
    throw new IllegalArgumentException("no engine '" + engine + "': expected one of " + engines());
  }
}
