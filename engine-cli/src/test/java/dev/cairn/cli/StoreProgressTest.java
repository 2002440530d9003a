package dev.cairn.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Durability;
import dev.cairn.KeyValueStore;
import dev.cairn.StoreSettings;
import dev.cairn.Stores;
import dev.cairn.internal.progress.Headway;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Supplier;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that go through a whole store show how far they have come. */
class StoreProgressTest {
  private static final StoreSettings SMALL = new StoreSettings(Durability.PROCESS, 16 << 20);

  @TempDir private Path temp;
  private Path store;

  private void fill(String engine) {
    store = temp.resolve("store");
    try (KeyValueStore open = Stores.open(store, engine, SMALL)) {
      for (int i = 0; i < 2_000; i++) {
        open.put(("key" + i).getBytes(UTF_8), new byte[1_000]);
      }
    }
  }

  private long fileBytes() {
    return Arrays.stream(store.toFile().listFiles()).mapToLong(File::length).sum();
  }

  @ParameterizedTest
  @ValueSource(strings = {"hash", "bptree", "lsm"})
  void aCallThatHasEndedHasGoneThroughTheStoresFiles(String engine) {
    fill(engine);

    assertWhole(() -> {
      Stores.examine(store, engine, _ -> {});
      return store;
    });
    try (KeyValueStore open = Stores.open(store, engine, SMALL)) {
      assertWhole(() -> {
        open.verify();
        return open;
      });
      assertWhole(() -> {
        open.checkpoint(temp.resolve("copy"));
        return open;
      });
    }
  }

  /** But for what is written between, and for parts of files that are empty. */
  private void assertWhole(Supplier<?> call) {
    Headway headway = new Headway();

    var _ = headway.during(call);

    assertThat((double) headway.bytes() / fileBytes()).isBetween(0.4, 1.0);
  }
}
