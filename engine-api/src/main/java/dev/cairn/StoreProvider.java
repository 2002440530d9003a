package dev.cairn;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How {@link Stores} finds an engine by its name, through {@link java.util.ServiceLoader}. An
 * application that knows its engine calls the engine's own class, which has all its options.
 */
public interface StoreProvider {
  /**
   * The engine's name.
   *
   * @return a lower-case word, such as {@code hash}
   */
  String engine();

  /**
   * Opens a store of this engine, and creates it if the directory is absent or empty.
   *
   * @param directory where the store lives, or null for one that lives in memory and ends with it
   * @param settings what every engine can be told
   * @return the open store
   * @throws IncompatibleFormatException if the directory holds something else
   * @throws StoreLockedException if the store is open already
   * @throws CorruptionException if what was synced is damaged
   */
  KeyValueStore open(@Nullable Path directory, StoreSettings settings);
}
