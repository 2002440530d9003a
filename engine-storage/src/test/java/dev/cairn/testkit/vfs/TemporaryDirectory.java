package dev.cairn.testkit.vfs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A directory of the default file system that goes with all that is in it, for tests that are run
 * without JUnit too.
 *
 * @param path the directory, absolute
 */
public record TemporaryDirectory(Path path) implements AutoCloseable {
  /**
   * Makes one.
   *
   * @return an empty directory
   * @throws IOException if that fails
   */
  public static TemporaryDirectory create() throws IOException {
    return new TemporaryDirectory(Files.createTempDirectory("cairn").toAbsolutePath());
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> paths = Files.walk(path)) {
      for (Path left : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(left);
      }
    }
  }
}
