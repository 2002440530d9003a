package dev.cairn.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * All classes and resources of the JDK's own image, the file system {@code jrt:/}. A key is a path
 * such as {@code /java.base/java/lang/Object.class}.
 */
public final class JdkImage implements Source {
  private static final String MODULES = "/modules";

  private final Path root;

  private JdkImage(Path root) {
    this.root = root;
  }

  /**
   * Every module.
   *
   * @return the source
   */
  public static JdkImage whole() {
    return below("");
  }

  /**
   * The modules or packages below a path, for tests.
   *
   * @param path such as {@code /java.logging}
   * @return the source
   */
  static JdkImage below(String path) {
    return new JdkImage(FileSystems.getFileSystem(URI.create("jrt:/")).getPath(MODULES + path));
  }

  @Override
  public void forEach(Visitor visitor) throws IOException {
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            byte[] key = file.toString().substring(MODULES.length()).getBytes(UTF_8);
            visitor.visit(key, Files.readAllBytes(file));
            return FileVisitResult.CONTINUE;
          }
        });
  }

  @Override
  public byte @Nullable [] valueOf(byte[] key) {
    String path = new String(key, UTF_8);
    if (!path.startsWith("/")) {
      return null;
    }
    try {
      Path file = root.getFileSystem().getPath(MODULES + path);
      return file.startsWith(root) ? Files.readAllBytes(file) : null;
    } catch (NoSuchFileException absent) {
      return null;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
