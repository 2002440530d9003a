package dev.cairn;

import java.nio.file.Path;
import java.util.function.Consumer;
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
   * @throws IllegalArgumentException if the budget is too small for the engine, or for the segments
   *     that the store was created with
   * @throws MemoryBudgetException if the index of a hash store, or what must be read of the log,
   *     does not fit in the budget
   */
  KeyValueStore open(@Nullable Path directory, StoreSettings settings);

  /**
   * Brings what is intact of a damaged store of this engine into a new one. Of each key it takes
   * the newest version whose bytes are whole, and it invents none. No file of the damaged store is
   * changed but its lock.
   *
   * <p>A pair that was deleted or overwritten does not return as long as the bytes that say so are
   * whole; the damages tell where they are not.
   *
   * <p>If anything is thrown, also by {@code damages}, the target holds nothing but its lock file.
   * An interrupt of the calling thread ends it so.
   *
   * @param damaged the damaged store's directory
   * @param target the new store's directory, absent or empty
   * @param settings those of the new store
   * @param damages told of each damage as it is met
   * @return what became of the store
   * @throws IllegalArgumentException if {@code target} is neither absent nor an empty directory, or
   *     is inside the damaged store's
   * @throws IncompatibleFormatException if the directory holds something else, or a newer format
   * @throws StoreLockedException if the damaged store is open
   * @throws CorruptionException if so little is left that nothing can be told from other bytes
   * @throws java.util.concurrent.CancellationException if the calling thread is interrupted
   */
  SalvageReport salvage(
      Path damaged, Path target, StoreSettings settings, Consumer<Damage> damages);

  /**
   * Reads all files of a store of this engine and says what is damaged. It opens no store, so no
   * file is changed but the lock; what opening would put right after a crash stays as it is too.
   *
   * <p>Each checksum is compared. That indexes, filters and orders agree with the data is not
   * looked at; {@link KeyValueStore#verify} does that.
   *
   * @param directory the store's directory
   * @param damages told of each damage as it is met
   * @throws IncompatibleFormatException if the directory holds something else, or a newer format
   * @throws StoreLockedException if the store is open
   * @throws CorruptionException if so little is left that nothing can be told from other bytes
   * @throws java.util.concurrent.CancellationException if the calling thread is interrupted
   */
  void examine(Path directory, Consumer<Damage> damages);
}
