package dev.cairn.map;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Guava's suites as far as a build has time for them: the maps of all engines in memory and on
 * disk, and the ordered maps of one. {@link GuavaMapNightly} has the others.
 */
class GuavaMapTest {
  private static final int CONCURRENT_CASES = 932;
  private static final int NAVIGABLE_CASES = 33_280;

  @ParameterizedTest
  @ValueSource(strings = {"hash", "bptree", "lsm"})
  void storeInMemoryIsAConcurrentMap(String engine) {
    try (FreshStores stores = FreshStores.inMemory(engine)) {
      assertThat(GuavaSuites.runConcurrent(engine, stores)).isEqualTo(CONCURRENT_CASES);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"hash", "bptree", "lsm"})
  void storeOnDiskIsAConcurrentMap(String engine, @TempDir Path directory) {
    try (FreshStores stores = FreshStores.onDisk(engine, directory)) {
      assertThat(GuavaSuites.runConcurrent(engine, stores)).isEqualTo(CONCURRENT_CASES);
    }
  }

  @Test
  void treeInMemoryIsAConcurrentNavigableMap() {
    try (FreshStores stores = FreshStores.inMemory("bptree")) {
      assertThat(GuavaSuites.runNavigable("bptree", stores)).isEqualTo(NAVIGABLE_CASES);
    }
  }
}
