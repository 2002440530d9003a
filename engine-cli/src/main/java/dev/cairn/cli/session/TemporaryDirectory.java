package dev.cairn.cli.session;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** A new directory that is gone, with all that is in it, when it is closed. */
public final class TemporaryDirectory implements AutoCloseable {
  private final Path path;

  private TemporaryDirectory(Path path) {
    this.path = path;
  }

  /**
   * Makes a directory.
   *
   * @param parent the directory in which it is made, itself made if absent; null for the system's
   *     place for such things
   * @return the directory
   * @throws IOException if it cannot be made
   */
  public static TemporaryDirectory in(@Nullable Path parent) throws IOException {
    if (parent == null) {
      return new TemporaryDirectory(Files.createTempDirectory("cairn-"));
    }
    Files.createDirectories(parent);
    return new TemporaryDirectory(Files.createTempDirectory(parent, "cairn-"));
  }

  /**
   * Where it is.
   *
   * @return its path
   */
  public Path path() {
    return path;
  }

  /**
   * Deletes it. A second call does nothing.
   *
   * @throws IOException if something in it cannot be deleted
   */
  @Override
  public void close() throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    Files.walkFileTree(
        path,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
