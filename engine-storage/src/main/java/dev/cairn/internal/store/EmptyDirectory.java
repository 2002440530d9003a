package dev.cairn.internal.store;

import dev.cairn.internal.vfs.OsVfs;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.internal.vfs.VfsLock;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * A directory that is to become a store all at once: a copy, or what is saved of a damaged one. It
 * holds nothing yet but, perhaps, the lock file of an attempt that failed.
 */
public final class EmptyDirectory {
  private EmptyDirectory() {}

  /**
   * Serves such a directory, and creates it if it does not exist.
   *
   * @param directory the directory
   * @return its files
   * @throws IllegalArgumentException if it holds something, or is no directory
   */
  public static OsVfs at(Path directory) {
    OsVfs files = OsVfs.createdAt(directory);
    requireEmpty(files);
    return files;
  }

  /**
   * Fills it while its lock is held, and empties it if that fails.
   *
   * @param files those of the directory
   * @param filling writes the store's files
   * @throws IllegalArgumentException if it holds something
   * @throws dev.cairn.StoreLockedException if another fills it now
   */
  public static void fill(Vfs files, Consumer<Vfs> filling) {
    requireEmpty(files);
    try (VfsLock _ = files.lock(StoreFile.LOCK_NAME)) {
      requireEmpty(files); // Another may have filled it before it was locked.
      try {
        filling.accept(files);
      } catch (RuntimeException | Error failure) {
        clear(failure, files);
        throw failure;
      }
    }
  }

  private static void requireEmpty(Vfs files) {
    List<String> names = namesBesideLock(files);
    if (!names.isEmpty()) {
      throw new IllegalArgumentException(
          files.describe("") + ": expected an empty directory, found " + names.getFirst());
    }
  }

  /**
   * Takes back what was written, unless another has locked the directory meanwhile.
   *
   * @param failure why
   * @param files those of the directory
   */
  public static void clearAfter(Throwable failure, Vfs files) {
    try (VfsLock _ = files.lock(StoreFile.LOCK_NAME)) {
      clear(failure, files);
    } catch (RuntimeException second) {
      failure.addSuppressed(second);
    }
  }

  /**
   * Takes back what was written, while its lock is held. Part of a store is of no use, would look
   * like a whole one, and would keep a second attempt out. The lock file stays: if it went, who has
   * it open already and who makes it anew would both have the lock.
   *
   * @param failure why
   * @param files those of the directory
   */
  public static void clear(Throwable failure, Vfs files) {
    try {
      namesBesideLock(files).forEach(files::delete);
    } catch (RuntimeException second) {
      failure.addSuppressed(second);
    }
  }

  private static List<String> namesBesideLock(Vfs files) {
    return files.list().stream().filter(name -> !name.equals(StoreFile.LOCK_NAME)).toList();
  }
}
