package dev.cairn.internal.salvage;

import dev.cairn.CorruptionException;
import dev.cairn.Damage;
import dev.cairn.IncompatibleFormatException;
import dev.cairn.KeyValueStore;
import dev.cairn.SalvageReport;
import dev.cairn.StoreException;
import dev.cairn.StoreIOException;
import dev.cairn.internal.store.EmptyDirectory;
import dev.cairn.internal.store.StoreFile;
import dev.cairn.internal.vfs.OsVfs;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.internal.vfs.VfsLock;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Brings what is intact of a damaged store into a new one.
 *
 * <p>An engine knows its files, and shows what is whole in them in such an order that writing it
 * one after the other leaves the newest version of each key. Nothing else is needed: no pair is
 * held back, whatever the size of the store.
 */
public final class Salvage {
  /** What an engine knows of its files. */
  @FunctionalInterface
  public interface Source {
    /**
     * Shows all that is whole, what is newer after what is older, and says what is damaged. Changes
     * no file, and relies on no byte that it has not checked.
     *
     * @param files those of the damaged store
     * @param output takes both
     */
    void read(Vfs files, SalvageOutput output);
  }

  private Salvage() {}

  /**
   * Brings what is intact of the store in one directory into a new one in another.
   *
   * @param damaged the damaged store's directory
   * @param target the new store's directory, absent or empty
   * @param opening opens a store there
   * @param source reads the damaged one
   * @param damages told of each damage
   * @return what became of the store
   */
  public static SalvageReport run(
      Path damaged,
      Path target,
      Function<Path, KeyValueStore> opening,
      Source source,
      Consumer<Damage> damages) {
    if (target.toAbsolutePath().normalize().startsWith(damaged.toAbsolutePath().normalize())) {
      throw new IllegalArgumentException(target + ": expected a directory outside " + damaged);
    }
    try (OsVfs files = new OsVfs(damaged);
        VfsLock _ = lock(files);
        OsVfs targetFiles = EmptyDirectory.at(target)) {
      KeyValueStore opened = open(target, targetFiles, opening);
      try (opened) {
        return run(files, opened, source, damages);
      } catch (CorruptionException damage) {
        EmptyDirectory.clearAfter(damage, targetFiles);
        throw files.located(damage);
      } catch (RuntimeException | Error failure) {
        EmptyDirectory.clearAfter(failure, targetFiles);
        throw failure;
      }
    }
  }

  private static KeyValueStore open(
      Path target, OsVfs targetFiles, Function<Path, KeyValueStore> opening) {
    try {
      return opening.apply(target);
    } catch (RuntimeException | Error failure) {
      // A store that is there all the same is another's: its own would not have been made whole.
      if (!targetFiles.exists(StoreFile.NAME)) {
        EmptyDirectory.clearAfter(failure, targetFiles);
      }
      throw failure;
    }
  }

  /**
   * Says what is damaged in the store in a directory.
   *
   * @param directory the store's directory
   * @param source reads it
   * @param damages told of each damage
   */
  public static void examine(Path directory, Source source, Consumer<Damage> damages) {
    try (OsVfs files = new OsVfs(directory);
        VfsLock _ = lock(files)) {
      try {
        examine(files, source, damages);
      } catch (CorruptionException damage) {
        throw files.located(damage);
      }
    }
  }

  /**
   * Says what is damaged in a store.
   *
   * @param files those of the store
   * @param source reads them
   * @param damages told of each damage
   */
  public static void examine(Vfs files, Source source, Consumer<Damage> damages) {
    source.read(files, new SalvageOutput(null, damages));
  }

  /** Nothing may change meanwhile. A directory that is none of ours is left without a trace. */
  private static VfsLock lock(Vfs files) {
    if (!StoreFile.hasTraces(files)) {
      throw new IncompatibleFormatException(
          files.describe(StoreFile.NAME)
              + ": neither this nor another file of a Cairn store is there; expected what is left"
              + " of one");
    }
    return files.lock(StoreFile.LOCK_NAME);
  }

  /**
   * Brings what is intact of a store into another.
   *
   * @param files those of the damaged store
   * @param target an empty store
   * @param source reads the damaged one
   * @param damages told of each damage
   * @return what became of the store
   */
  public static SalvageReport run(
      Vfs files, KeyValueStore target, Source source, Consumer<Damage> damages) {
    SalvageOutput output = new SalvageOutput(target, damages);
    source.read(files, output);
    return output.finish(target);
  }

  /**
   * The seed of a damaged store, without which no checksum can be compared.
   *
   * @param files those of the store
   * @param engine its engine
   * @param version the newest version of its format that is known
   * @param witnesses look for the seed in other files, the best first
   * @param output told of damage to the file that has it
   * @return the seed
   * @throws StoreException if no file says what it is
   */
  public static long seed(
      Vfs files,
      String engine,
      int version,
      List<Function<Vfs, OptionalLong>> witnesses,
      SalvageOutput output) {
    StoreException damage;
    try {
      return StoreFile.read(files, engine, version).seed();
    } catch (IncompatibleFormatException refused) {
      // A flipped bit may have made another engine or version of the line.
      if (StoreFile.isWhole(files)) {
        throw refused;
      }
      damage = refused;
    } catch (CorruptionException | StoreIOException e) {
      damage = e;
    }
    for (Function<Vfs, OptionalLong> witness : witnesses) {
      OptionalLong seed = witness.apply(files);
      if (seed.isPresent()) {
        output.damaged(StoreFile.NAME, "store file", damage, Damage.Consequence.NONE);
        return seed.getAsLong();
      }
    }
    throw damage;
  }
}
