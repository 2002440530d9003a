package dev.cairn.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cairn.KeyValueStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NavigableMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A checkpoint is a store of its own with what the store held. */
public interface CheckpointContract extends StoreFixture {
  @Test
  default void checkpointHoldsWhatTheStoreHeld(@TempDir Path directory) {
    try (KeyValueStore store = open(directory.resolve("store"))) {
      for (int i = 0; i < 2_000; i++) {
        store.put(bytes("key " + i), randomBytes(i, i % 500));
      }
      for (int i = 0; i < 2_000; i += 5) {
        store.delete(bytes("key " + i));
      }
      store.put(new byte[0], new byte[0]);
      NavigableMap<Bytes, Bytes> held = Contents.of(store);

      store.checkpoint(directory.resolve("new/below/new"));
      store.put(bytes("later"), bytes("value"));

      try (KeyValueStore copy = open(directory.resolve("new/below/new"))) {
        copy.verify();
        assertThat(Contents.of(copy)).isEqualTo(held);
        // Neither of them is changed by the other.
        copy.put(bytes("of the copy"), bytes("value"));
        copy.delete(bytes("key 1"));
      }
      assertThat(store.contains(bytes("of the copy"))).isFalse();
      assertThat(store.contains(bytes("key 1"))).isTrue();
      store.verify();
    }
  }

  @Test
  default void checkpointIntoAnEmptyDirectoryAndOfAnEmptyStore(@TempDir Path directory)
      throws IOException {
    Path target = Files.createDirectory(directory.resolve("target"));

    try (KeyValueStore store = open(directory.resolve("store"))) {
      store.checkpoint(target);
    }

    try (KeyValueStore copy = open(target)) {
      assertThat(Contents.of(copy)).isEmpty();
    }
  }

  @Test
  default void checkpointOfAStoreInMemory(@TempDir Path directory) {
    store().put(bytes("key"), bytes("value"));

    store().checkpoint(directory.resolve("copy"));

    try (KeyValueStore copy = open(directory.resolve("copy"))) {
      assertThat(copy.get(bytes("key"))).isEqualTo(bytes("value"));
    }
  }

  @Test
  default void checkpointIntoWhatIsNotAnEmptyDirectoryIsRefused(@TempDir Path directory)
      throws IOException {
    Path full = Files.createDirectory(directory.resolve("full"));
    Files.writeString(full.resolve("something"), "else");
    Path file = Files.writeString(directory.resolve("file"), "else");

    try (KeyValueStore store = open(directory.resolve("store"))) {
      store.put(bytes("key"), bytes("value"));
      for (Path target : new Path[] {full, file, directory.resolve("store")}) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> store.checkpoint(target))
            .withMessageContaining(target.getFileName().toString());
      }
      assertThat(store.get(bytes("key"))).isEqualTo(bytes("value"));
      store.verify();
    }

    assertThat(full).isDirectoryContaining(path -> path.endsWith("something"));
    assertThat(full.toFile().list()).hasSize(1);
    assertThat(file).hasContent("else");
  }

  @Test
  default void checkpointOfACheckpoint(@TempDir Path directory) {
    try (KeyValueStore store = open(directory.resolve("0"))) {
      store.put(bytes("key"), bytes("value"));
      store.checkpoint(directory.resolve("1"));
    }
    for (int i = 1; i < 4; i++) {
      try (KeyValueStore copy = open(directory.resolve("" + i))) {
        copy.put(bytes("copy"), bytes("" + i));
        copy.checkpoint(directory.resolve("" + (i + 1)));
      }
    }

    try (KeyValueStore last = open(directory.resolve("4"))) {
      assertThat(last.get(bytes("key"))).isEqualTo(bytes("value"));
      assertThat(last.get(bytes("copy"))).isEqualTo(bytes("3"));
    }
  }

  @Test
  default void checkpointWhileOthersWriteHoldsAPrefixOfEachWriter(@TempDir Path directory) {
    int writers = 2;
    int checkpoints = 4;
    int mostPuts = 200_000;
    AtomicIntegerArray acknowledged = new AtomicIntegerArray(writers);
    AtomicBoolean done = new AtomicBoolean();
    int[][] atLeast = new int[checkpoints][writers];

    try (KeyValueStore store = open(directory.resolve("store"))) {
      Workers.run(
          writers + 1,
          worker -> {
            if (worker < writers) {
              try {
                for (int i = 0; i < mostPuts && !done.get(); i++) {
                  store.put(scatteredKey(worker, i), bytes("value " + i));
                  acknowledged.set(worker, i + 1);
                }
              } finally {
                done.set(true);
              }
              return;
            }
            try {
              for (int i = 0; i < checkpoints; i++) {
                for (int writer = 0; writer < writers; writer++) {
                  while (acknowledged.get(writer) < 2_000 * (i + 1) && !done.get()) {
                    Thread.onSpinWait();
                  }
                  atLeast[i][writer] = acknowledged.get(writer);
                }
                store.checkpoint(directory.resolve("copy" + i));
              }
            } finally {
              done.set(true);
            }
          });
    }

    for (int i = 0; i < checkpoints; i++) {
      try (KeyValueStore copy = open(directory.resolve("copy" + i))) {
        copy.verify();
        int expected = 0;
        for (int writer = 0; writer < writers; writer++) {
          int puts = 0;
          while (copy.contains(scatteredKey(writer, puts))) {
            puts++;
          }
          assertThat(puts).isGreaterThanOrEqualTo(atLeast[i][writer]);
          expected += puts;
        }
        assertThat(Contents.of(copy)).as("keys after a missing one").hasSize(expected);
      }
    }
  }

  /**
   * Keys far from each other, so that a walk meets a writer's keys in another order than it wrote.
   */
  private byte[] scatteredKey(int writer, int number) {
    return bytes(Integer.toHexString(Integer.reverse(number)) + " of " + writer);
  }
}
