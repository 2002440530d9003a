package dev.cairn.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.IncompatibleFormatException;
import dev.cairn.KeyValueStore;
import dev.cairn.StoreIOException;
import dev.cairn.StoreLockedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store has its directory for itself, and takes no directory that is not its own. */
public interface DirectoryContract extends StoreFixture {
  @Test
  default void secondOpenIsRefusedAndHarmsNothing(@TempDir Path directory) {
    try (KeyValueStore store = open(directory)) {
      store.put(bytes("key"), bytes("value"));

      for (int i = 0; i < 3; i++) {
        assertThatExceptionOfType(StoreLockedException.class)
            .isThrownBy(() -> open(directory))
            .withMessageContaining(directory.getFileName().toString());
      }

      store.put(bytes("more"), bytes("value"));
      assertThat(Contents.of(store)).hasSize(2);
    }

    try (KeyValueStore store = open(directory)) {
      assertThat(Contents.of(store)).hasSize(2);
    }
  }

  @Test
  default void secondOpenByAnotherNameIsRefused(@TempDir Path directory) throws IOException {
    Path home = Files.createDirectory(directory.resolve("store"));
    Path link = Files.createSymbolicLink(directory.resolve("link"), home);
    Path detour = directory.resolve("other/../store");
    Files.createDirectory(directory.resolve("other"));

    KeyValueStore store = open(home);
    assertThatExceptionOfType(StoreLockedException.class).isThrownBy(() -> open(link));
    assertThatExceptionOfType(StoreLockedException.class).isThrownBy(() -> open(detour));
    store.put(bytes("key"), bytes("value"));
    store.close();

    try (KeyValueStore throughLink = open(link)) {
      assertThat(throughLink.contains(bytes("key"))).isTrue();
      assertThatExceptionOfType(StoreLockedException.class).isThrownBy(() -> open(home));
    }
  }

  @Test
  default void manyOpenersOneWins(@TempDir Path directory) {
    for (int round = 0; round < 10; round++) {
      Path home = directory.resolve("store" + round);
      KeyValueStore[] opened = new KeyValueStore[4];

      Workers.run(
          opened.length,
          worker -> {
            try {
              opened[worker] = open(home);
            } catch (StoreLockedException another) {
              assertThat(another).hasMessageContaining(home.getFileName().toString());
            }
          });

      assertThat(Stream.of(opened).filter(store -> store != null)).hasSize(1);
      Stream.of(opened).filter(store -> store != null).forEach(KeyValueStore::close);
    }
  }

  @Test
  default void storesInDifferentDirectoriesAreIndependent(@TempDir Path directory) {
    try (KeyValueStore one = open(directory.resolve("one"));
        KeyValueStore other = open(directory.resolve("other"))) {
      one.put(bytes("key"), bytes("one"));
      other.put(bytes("key"), bytes("other"));

      assertThat(one.get(bytes("key"))).isEqualTo(bytes("one"));
      assertThat(other.get(bytes("key"))).isEqualTo(bytes("other"));
    }
  }

  @Test
  default void directoryWithSomethingElseIsRefusedAndUntouched(@TempDir Path directory)
      throws IOException {
    Path notes = Files.createDirectory(directory.resolve("notes"));
    Files.writeString(notes.resolve("shopping.txt"), "bread");
    Path nested = Files.createDirectory(directory.resolve("nested"));
    Files.writeString(
        Files.createDirectories(nested.resolve("deep/deeper")).resolve("000001.log"), "x");
    Path hidden = Files.createDirectory(directory.resolve("hidden"));
    Files.createFile(hidden.resolve(".empty"));

    for (Path foreign : new Path[] {notes, nested, hidden}) {
      Map<String, String> before = listing(foreign);

      assertThatExceptionOfType(IncompatibleFormatException.class)
          .isThrownBy(() -> open(foreign))
          .withMessageContaining(foreign.getFileName().toString());

      assertThat(listing(foreign)).isEqualTo(before);
    }
  }

  /** What lies in a directory: names, times and bytes. */
  private static Map<String, String> listing(Path directory) throws IOException {
    Map<String, String> listing = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.toList()) {
        String content =
            Files.isRegularFile(path) ? Bytes.of(Files.readAllBytes(path)) + "" : "dir";
        listing.put(
            directory.relativize(path).toString(), Files.getLastModifiedTime(path) + " " + content);
      }
    }
    return listing;
  }

  @Test
  default void pathOfAFileIsRefusedAndUntouched(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "not a store");

    assertThatThrownBy(() -> open(file))
        .isInstanceOfAny(IncompatibleFormatException.class, StoreIOException.class)
        .hasMessageContaining("file");
    assertThatThrownBy(() -> open(file.resolve("below")))
        .isInstanceOfAny(IncompatibleFormatException.class, StoreIOException.class)
        .hasMessageContaining("file");

    assertThat(file).hasContent("not a store");
    assertThat(listing(directory)).hasSize(2);
  }

  @Test
  default void refusedDirectoryIsNotLocked(@TempDir Path directory) throws IOException {
    Path stranger = Files.writeString(directory.resolve("stranger"), "here");
    assertThatExceptionOfType(IncompatibleFormatException.class).isThrownBy(() -> open(directory));

    Files.delete(stranger);

    try (KeyValueStore store = open(directory)) {
      store.put(bytes("key"), bytes("value"));
      assertThat(store.contains(bytes("key"))).isTrue();
    }
  }
}
