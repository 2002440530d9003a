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
  private RegularFile() {}

  /** Refuses anything but a file of the directory itself. */
  static void require(Path path) throws IOException {
    BasicFileAttributes found =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!found.isRegularFile()) {
      throw new FileSystemException(
          path.toString(), null, found.isSymbolicLink() ? "a symbolic link" : "not a file");
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
