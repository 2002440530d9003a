package dev.cairn.map;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Guava's suite of ordered maps, where {@link GuavaMapTest} leaves it out. */
class GuavaMapNightly {
  private static final int NAVIGABLE_CASES = 33_280;

  @Test
  void lsmStoreInMemoryIsAConcurrentNavigableMap() {
    try (FreshStores stores = FreshStores.inMemory("lsm")) {
      assertThat(GuavaSuites.runNavigable("lsm", stores)).isEqualTo(NAVIGABLE_CASES);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bptree", "lsm"})
  void storeOnDiskIsAConcurrentNavigableMap(String engine, @TempDir Path directory) {
    try (FreshStores stores = FreshStores.onDisk(engine, directory)) {
      assertThat(GuavaSuites.runNavigable(engine, stores)).isEqualTo(NAVIGABLE_CASES);
    }
  }
}
