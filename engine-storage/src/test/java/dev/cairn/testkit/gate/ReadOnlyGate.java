package dev.cairn.testkit.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cairn.Durability;
import dev.cairn.KeyValueStore;
import dev.cairn.StoreIOException;
import dev.cairn.internal.store.Background;
import dev.cairn.internal.store.StoreFile;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.testkit.Bytes;
import dev.cairn.testkit.Contents;
import dev.cairn.testkit.vfs.FileBytes;
import dev.cairn.testkit.vfs.KeptVfs;
import dev.cairn.testkit.vfs.LeakCheckingVfs;
import dev.cairn.testkit.vfs.ReadOnlyVfs;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * On a disk that can only be read a store does not open: the refusal names a file that would have
 * had to change, no file has changed, and nothing stays open.
 */
@Gate
public abstract class ReadOnlyGate {
  private static final int WRITES = 100;
  private static final int KEYS = 60;

  private final EngineFixture engine;

  /**
   * Makes the test.
   *
   * @param engine whose stores are opened
   */
  protected ReadOnlyGate(EngineFixture engine) {
    this.engine = engine;
  }

  /** What is in the directory. */
  enum Left {
    NOTHING,
    CLOSED_STORE,
    KILLED_STORE
  }

  @ParameterizedTest
  @EnumSource
  final void aDiskThatCannotBeWrittenRefusesTheStoreAndStaysAsItIs(Left left) {
    MemoryVfs files = new MemoryVfs();
    NavigableMap<Bytes, Bytes> content = leave(left, files);
    NavigableMap<String, Bytes> before = bytesOf(files);
    ReadOnlyVfs disk = new ReadOnlyVfs(new KeptVfs(files));
    LeakCheckingVfs watched = new LeakCheckingVfs(disk);

    assertThatExceptionOfType(StoreIOException.class)
        .isThrownBy(() -> engine.open(watched, Durability.PROCESS, Background.none()))
        .withMessageContaining("Read-only file system")
        .satisfies(refusal ->
            assertThat(disk.refused()).anyMatch(file -> refusal.getMessage().contains(file)));

    watched.assertNothingOpen();
    assertThat(bytesOf(files)).isEqualTo(before);
    try (KeyValueStore store = engine.open(files, Durability.PROCESS)) {
      assertThat(Contents.of(store)).isEqualTo(content);
    }
  }

  private NavigableMap<Bytes, Bytes> leave(Left left, MemoryVfs files) {
    if (left == Left.NOTHING) {
      return new TreeMap<>();
    }
    MemoryVfs home = left == Left.CLOSED_STORE ? files : new MemoryVfs();
    try (KeyValueStore store = engine.open(home, Durability.PROCESS)) {
      for (int i = 0; i < WRITES; i++) {
        store.put(
            Bytes.of("key " + i % KEYS).toArray(), Bytes.of("value " + " ".repeat(i)).toArray());
      }
      if (left == Left.KILLED_STORE) {
        bytesOf(home).forEach((name, bytes) -> FileBytes.create(files, name, bytes.toArray()));
      }
      return Contents.of(store);
    }
  }

  /** All that a reader would find. */
  private static NavigableMap<String, Bytes> bytesOf(Vfs files) {
    NavigableMap<String, Bytes> bytes = new TreeMap<>();
    for (String name : files.list()) {
      if (!name.equals(StoreFile.LOCK_NAME)) {
        bytes.put(name, Bytes.of(FileBytes.of(files, name)));
      }
    }
    return bytes;
  }
}
