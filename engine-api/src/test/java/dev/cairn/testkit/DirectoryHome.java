package dev.cairn.testkit;

import dev.cairn.KeyValueStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.NavigableMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A home in a directory of the real file system.
 *
 * @param directory where the store and its checkpoints live; created if absent
 * @param opener opens the store of a directory
 */
public record DirectoryHome(Path directory, Function<Path, ? extends KeyValueStore> opener)
    implements StoreHome {
  @Override
  public KeyValueStore open() {
    return opener.apply(directory.resolve("store"));
  }

  @Override
  public NavigableMap<Bytes, Bytes> checkpoint(KeyValueStore store) {
    Path target = directory.resolve("checkpoint");
    store.checkpoint(target);
    try (KeyValueStore copy = opener.apply(target)) {
      copy.verify();
      return Contents.of(copy);
    } finally {
      deleteAll(target);
    }
  }

  /** Removes the home and all that is in it. */
  public void delete() {
    deleteAll(directory);
  }

  private static void deleteAll(Path directory) {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
