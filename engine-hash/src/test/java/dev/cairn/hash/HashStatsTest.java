package dev.cairn.hash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Durability;
import dev.cairn.internal.vfs.MemoryVfs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The figures that only a hash store has. */
class HashStatsTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "operations.md");

  @Test
  void eachFigureIsInTheDocuments() throws IOException {
    String document = Files.readString(DOCUMENT);
    try (HashStore store = new HashFixture().open(new MemoryVfs(), Durability.MEMORY)) {
      assertThat(store.stats().details().keySet())
          .isNotEmpty()
          .allSatisfy(name -> assertThat(document).containsPattern("\\| .*`" + name + "`.* \\|"));
    }
  }
}
