package dev.cairn.testkit.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cairn.Durability;
import dev.cairn.IncompatibleFormatException;
import dev.cairn.KeyValueStore;
import dev.cairn.StoreException;
import dev.cairn.internal.store.StoreFile;
import dev.cairn.testkit.Bytes;
import dev.cairn.testkit.Contents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Copies of a store that were made while it was written to hold what one moment had; half of one is
 * no store; and one that somebody has put together to do harm does none.
 */
@Gate
public abstract class BackupGate {
  private static final int WRITES = 2_000;
  private static final int KEYS = 200;
  private static final int COPIES = 3;

  private final EngineFixture engine;
  private Path home;
  private Path copy;
  private Path outside;
  private NavigableMap<Bytes, Bytes> content;

  /**
   * Makes the test.
   *
   * @param engine whose stores are copied
   */
  protected BackupGate(EngineFixture engine) {
    this.engine = engine;
  }

  @BeforeEach
  final void copyAStore(@TempDir Path directory) throws IOException {
    home = directory.resolve("store");
    copy = directory.resolve("copy");
    outside = Files.createDirectory(directory.resolve("outside"));
    try (KeyValueStore store = engine.open(home, Durability.PROCESS)) {
      for (int i = 0; i < WRITES; i++) {
        store.put(key(i % KEYS), value(i));
      }
      content = Contents.of(store);
      store.checkpoint(copy);
    }
  }

  private static byte[] key(int number) {
    return Bytes.of("key " + number).toArray();
  }

  private static byte[] value(int write) {
    return Bytes.of("value " + write + " ".repeat(write % 200)).toArray();
  }

  private static List<Path> filesIn(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }

  private static TreeMap<String, Bytes> bytesIn(Path directory) throws IOException {
    TreeMap<String, Bytes> bytes = new TreeMap<>();
    for (Path file : filesIn(directory)) {
      bytes.put(file.getFileName().toString(), Bytes.of(Files.readAllBytes(file)));
    }
    return bytes;
  }

  @Test
  final void copiesMadeWhileOneWritesHoldWhatOneMomentHad(@TempDir Path copies) throws Exception {
    try (KeyValueStore store = engine.open(home, Durability.MEMORY)) {
      for (int i = 0; i < COPIES; i++) {
        int first = WRITES + i * WRITES;
        AtomicInteger written = new AtomicInteger(first);
        Thread writer =
            Thread.ofPlatform()
                .start(() -> {
                  for (int write = first; write < first + WRITES; write++) {
                    store.put(key(write % KEYS), value(write));
                    written.set(write + 1);
                  }
                });
        int least = written.get();
        store.checkpoint(copies.resolve("copy" + i));
        int most = written.get() + 1;
        writer.join();

        assertIsPrefix(copies.resolve("copy" + i), least, most);
      }
    }
  }

  /**
   * The newest write in the copy is one of those that were under way, and the others lead to it.
   */
  private void assertIsPrefix(Path directory, int least, int most) {
    try (KeyValueStore restored = engine.open(directory, Durability.PROCESS)) {
      NavigableMap<Bytes, Bytes> found = Contents.of(restored);
      restored.verify();
      int writes = least;
      while (writes < most && !found.equals(after(writes))) {
        writes++;
      }
      assertThat(found).as("after %d to %d writes", least, most).isEqualTo(after(writes));
    }
  }

  private static NavigableMap<Bytes, Bytes> after(int writes) {
    NavigableMap<Bytes, Bytes> pairs = new TreeMap<>();
    for (int i = writes - KEYS; i < writes; i++) {
      pairs.put(Bytes.of(key(i % KEYS)), Bytes.of(value(i)));
    }
    return pairs;
  }

  /** The file that says that it is a store is written last, so this is what a crash leaves. */
  @Test
  final void halfACopyIsRefusedAndStaysAsItIs() throws IOException {
    Files.delete(copy.resolve(StoreFile.NAME));
    List<Path> files = new ArrayList<>(filesIn(copy));
    while (files.size() > 1) {
      TreeMap<String, Bytes> before = bytesIn(copy);

      assertThatExceptionOfType(IncompatibleFormatException.class)
          .isThrownBy(() -> engine.open(copy, Durability.PROCESS))
          .withMessageContaining(StoreFile.NAME);

      assertThat(bytesIn(copy)).isEqualTo(before);
      Files.delete(files.removeLast());
      if (files.stream().allMatch(file -> isLeftOfCreation(file.getFileName().toString()))) {
        break; // A new store may begin in such a directory.
      }
    }
  }

  private static boolean isLeftOfCreation(String name) {
    return List.of("SEGMENTS", "PAGES", "MANIFEST", StoreFile.LOCK_NAME).contains(name);
  }

  @Test
  final void aFileThatIsALinkIsRefusedAndWhatItLeadsToStaysAsItIs() throws IOException {
    Files.write(copy.resolve(StoreFile.LOCK_NAME), new byte[] {1, 2, 3});
    for (Path file : filesIn(copy)) {
      Path victim = outside.resolve(file.getFileName());
      Files.move(file, victim);
      Files.createSymbolicLink(file, victim);
      TreeMap<String, Bytes> before = bytesIn(outside);

      assertThatExceptionOfType(StoreException.class)
          .as(file.toString())
          .isThrownBy(() -> engine.open(copy, Durability.PROCESS).close())
          .withMessageContaining("a symbolic link");

      assertThat(bytesIn(outside)).isEqualTo(before);
      Files.delete(file);
      Files.move(victim, file);
    }
    assertHoldsAll();
  }

  @Test
  final void aDirectoryInPlaceOfAFileIsRefused() throws IOException {
    for (Path file : filesIn(copy)) {
      Path kept = outside.resolve(file.getFileName());
      Files.move(file, kept);
      Files.createDirectory(file);

      assertThatExceptionOfType(StoreException.class)
          .as(file.toString())
          .isThrownBy(() -> engine.open(copy, Durability.PROCESS).close());

      Files.delete(file);
      Files.move(kept, file);
    }
    assertHoldsAll();
  }

  @Test
  final void otherFilesAreLeftAlone() throws IOException {
    List<String> others = List.of("notes.txt", "..log", "a..b", "-rf", "0000.log", "\u00e9", "x y");
    for (String name : others) {
      Files.writeString(copy.resolve(name), name);
    }

    assertHoldsAll();

    for (String name : others) {
      assertThat(copy.resolve(name)).hasContent(name);
    }
  }

  private void assertHoldsAll() {
    try (KeyValueStore restored = engine.open(copy, Durability.PROCESS)) {
      assertThat(Contents.of(restored)).isEqualTo(content);
      restored.put(key(1), value(1));
      restored.verify();
    }
  }
}
