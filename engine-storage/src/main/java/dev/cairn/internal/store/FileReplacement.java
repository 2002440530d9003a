package dev.cairn.internal.store;

import dev.cairn.internal.vfs.OpenMode;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.internal.vfs.VfsFile;

/**
 * Replaces a file as a whole: after a crash there is the old one or the new one. The new one is
 * written under another name, forced, and renamed; the directory is forced before, because a rename
 * could otherwise reach the disk without the file, and after, because the caller will rely on the
 * new one.
 */
public final class FileReplacement {
  private static final String SUFFIX = ".new";

  /** Writes a file's content. */
  @FunctionalInterface
  public interface Content {
    /**
     * Writes it.
     *
     * @param file empty
     */
    void write(VfsFile file);
  }

  private FileReplacement() {}

  /**
   * Creates or replaces a file.
   *
   * @param files where
   * @param name the file's name
   * @param content writes what it shall hold
   */
  public static void replace(Vfs files, String name, Content content) {
    String newName = name + SUFFIX;
    if (files.exists(newName)) {
      files.delete(newName);
    }
    try (VfsFile file = files.open(newName, OpenMode.CREATE)) {
      content.write(file);
      file.sync();
    } catch (RuntimeException | Error failure) {
      deleteAfter(failure, files, newName);
      throw failure;
    }
    files.syncDirectory();
    files.rename(newName, name);
    files.syncDirectory();
  }

  /** A part of a file would make a full disk fuller. */
  private static void deleteAfter(Throwable failure, Vfs files, String name) {
    try {
      if (files.exists(name)) {
        files.delete(name);
      }
    } catch (RuntimeException second) {
      failure.addSuppressed(second);
    }
  }

  /**
   * Whether a file is what a replacement left that did not come to its end.
   *
   * @param name the file's name
   * @return whether it may be deleted
   */
  public static boolean isUnfinished(String name) {
    return name.endsWith(SUFFIX);
  }
}
