package dev.cairn.hash;

import dev.cairn.Durability;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.testkit.gate.DocumentedFigures;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The figures that only a hash store has. */
class HashStatsTest {
  @Test
  void eachFigureIsInTheDocuments() throws IOException {
    try (HashStore store = new HashFixture().open(new MemoryVfs(), Durability.MEMORY)) {
      DocumentedFigures.requireEach(store.stats().details().keySet(), "operations.md");
    }
  }
}
