package dev.cairn.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Measures and removes what stores leave on disk. */
public final class Directories {
  private static final long BYTES_PER_KILOBYTE = 1024;

  private Directories() {}

  /**
   * Bytes of the device that all files below a directory take. Where {@code du} is missing, the
   * files' lengths, which count what a sparse file does not have.
   *
   * @param directory the directory, which may be absent
   * @return their sum
   * @throws IOException if it cannot be read
   */
  public static long allocatedBytes(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return 0;
    }
    try {
      Process du = new ProcessBuilder("du", "-sk", directory.toString()).start();
      String answer = new String(du.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return Long.parseLong(answer.substring(0, answer.indexOf('\t'))) * BYTES_PER_KILOBYTE;
    } catch (IOException | IndexOutOfBoundsException | NumberFormatException e) {
      return lengths(directory);
    }
  }

  private static long lengths(Path directory) throws IOException {
    long bytes = 0;
    for (Path path : tree(directory)) {
      bytes += Files.isRegularFile(path) ? Files.size(path) : 0;
    }
    return bytes;
  }

  /**
   * Deletes a directory and all that is in it. Somebody else may be deleting it too.
   *
   * @param directory the directory, which may be absent
   */
  public static void delete(Path directory) {
    try {
      Files.walkFileTree(directory, new Deletion());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      return passOverAbsent(failure);
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
        throws IOException {
      passOverAbsent(failure);
      Files.deleteIfExists(directory);
      return FileVisitResult.CONTINUE;
    }

    private static FileVisitResult passOverAbsent(@Nullable IOException failure)
        throws IOException {
      if (failure != null && !(failure instanceof NoSuchFileException)) {
        throw failure;
      }
      return FileVisitResult.CONTINUE;
    }
  }

  /** The directory and all below it, each before what it holds; nothing if it is absent. */
  private static List<Path> tree(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return List.of();
    }
    try (Stream<Path> paths = Files.walk(directory)) {
      return paths.sorted(Comparator.naturalOrder()).toList();
    }
  }
}
