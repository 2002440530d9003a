package dev.cairn.internal.vfs;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Tells a file from what only has the name of one. A directory may come from somebody else, as a
 * backup does: through a link in it a store would change a file that is not its own, and a pipe
 * would keep it waiting for ever.
 */
final class RegularFile {
  private static final int TYPE_MASK = 0xf000;
  private static final int PIPE = 0x1000;

  private RegularFile() {}

  /** Refuses links, directories and pipes. A device is left to answer for itself. */
  static void require(Path path) throws IOException {
    BasicFileAttributes found =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (found.isSymbolicLink()) {
      throw new FileSystemException(path.toString(), null, "a symbolic link");
    }
    if (found.isDirectory() || (found.isOther() && isPipe(path))) {
      throw new FileSystemException(path.toString(), null, "not a file");
    }
  }

  private static boolean isPipe(Path path) throws IOException {
    try {
      int mode = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
      return (mode & TYPE_MASK) == PIPE;
    } catch (UnsupportedOperationException | IllegalArgumentException noSuchAttribute) {
      return false; // Windows has pipes elsewhere.
    }
  }

  /** Likewise, unless there is nothing. */
  static void requireIfPresent(Path path) throws IOException {
    try {
      require(path);
    } catch (NoSuchFileException absent) {
      // It will be made.
    }
  }
}
