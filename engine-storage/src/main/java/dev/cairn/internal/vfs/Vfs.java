package dev.cairn.internal.vfs;

import dev.cairn.CorruptionException;
import dev.cairn.OutOfSpaceException;
import dev.cairn.StoreIOException;
import dev.cairn.StoreLockedException;
import java.util.List;

/**
 * The files of one directory: flat names, no sub-directories.
 *
 * <p>A name is 1 to 128 of {@code A-Z a-z 0-9 . _ -} and begins with a letter or a digit; any other
 * is an {@link IllegalArgumentException}. Every other failure is a {@link StoreIOException}, which
 * is an {@link OutOfSpaceException} if the disk is full; a use after {@link #close} is an {@link
 * IllegalStateException}. Thread interrupts harm nothing: the operation ends as it would have, and
 * the thread's interrupt flag is as it was.
 *
 * <p>What survives a crash of the machine: the bytes of a file as of its last {@link VfsFile#sync},
 * under the names that the last {@link #syncDirectory} saw. To replace a file: write another, sync
 * it, {@code syncDirectory}, {@link #rename}, {@code syncDirectory}.
 *
 * <p>Safe for use by many threads.
 */
public interface Vfs extends AutoCloseable {
  /**
   * Opens a file.
   *
   * @param name the file's name
   * @param mode what it is opened for, and whether it must exist
   * @return the open file, which the caller closes
   * @throws StoreLockedException if this process holds the lock of that name: opening the file once
   *     more would silently drop the lock on some systems
   */
  VfsFile open(String name, OpenMode mode);

  /**
   * Says whether a file is there.
   *
   * @param name the file's name
   * @return whether the directory has it
   */
  boolean exists(String name);

  /**
   * Names everything in the directory, also what no Vfs would have put there.
   *
   * @return the names, sorted
   */
  List<String> list();

  /**
   * Bytes of a file, without opening it where that can be avoided.
   *
   * @param name the file's name
   * @return its size
   * @throws StoreIOException if it does not exist or the disk does not answer
   */
  default long size(String name) {
    try (VfsFile file = open(name, OpenMode.READ)) {
      return file.size();
    }
  }

  /**
   * Gives a file another name and replaces what had that name before, in one step: at no instant is
   * there no file of the new name. Open files stay open, a replaced one too.
   *
   * @param from the present name, which must exist
   * @param to the new name
   */
  void rename(String from, String to);

  /**
   * Removes a file, which must exist. Whoever has it open can go on using it until it is closed.
   *
   * @param name the file's name
   */
  void delete(String name);

  /**
   * Gives a file, which nobody writes to any more, a second name in another directory without
   * copying it, if the file system can. The name is durable after the other's {@link
   * #syncDirectory}, the content as it was before.
   *
   * @param name the file's name here and there
   * @param target the other directory
   * @return whether it was done; if not, for instance because there is no such file or the name is
   *     taken there, nothing has changed and the file must be copied
   */
  default boolean tryLink(String name, Vfs target) {
    return false;
  }

  /** Brings the names (creations, renames and deletions so far) to the device. */
  void syncDirectory();

  /**
   * Takes the lock of that name, which at most one Vfs on this directory in any process holds, and
   * creates the file of that name if it is not there.
   *
   * @param name the lock file's name; it is never opened by {@link #open} while the lock is held
   * @return the lock, which the caller closes
   * @throws StoreLockedException if it is held already; the message says by whom, if known
   */
  VfsLock lock(String name);

  /**
   * Names a file for a message.
   *
   * @param name the file's name
   * @return where the file is, as a person would look for it
   */
  String describe(String name);

  /**
   * Tells which store is damaged: what reads a file may know no more than its name.
   *
   * @param damage what is wrong with one of these files
   * @return the same, with the place of the file
   */
  default CorruptionException located(CorruptionException damage) {
    return damage.at(describe(damage.file()));
  }

  /**
   * Frees what the Vfs itself owns. Does not close open files or locks. Closing again does nothing.
   */
  @Override
  void close();
}
