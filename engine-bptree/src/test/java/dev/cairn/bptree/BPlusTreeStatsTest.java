package dev.cairn.bptree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Durability;
import dev.cairn.Snapshot;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.testkit.gate.DocumentedFigures;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The figures that only a B+ tree store has. */
class BPlusTreeStatsTest {
  private static final BPlusTreeFixture ENGINE = new BPlusTreeFixture();

  @Test
  void eachFigureIsInTheDocuments() throws IOException {
    try (BPlusTreeStore store = ENGINE.open(new MemoryVfs(), Durability.MEMORY)) {
      DocumentedFigures.requireEach(store.stats().details().keySet(), "operations.md");
    }
  }

  @Test
  void viewsAreCountedByTheMomentsThatTheyShow() {
    try (BPlusTreeStore store = ENGINE.open(new MemoryVfs(), Durability.MEMORY)) {
      assertThat(views(store)).as("that of the last checkpoint").isOne();

      store.put(new byte[1], new byte[1]);
      try (Snapshot first = store.snapshot();
          Snapshot same = store.snapshot()) {
        assertThat(views(store)).isEqualTo(2);
        store.put(new byte[1], new byte[2]);
        try (Snapshot later = store.snapshot()) {
          assertThat(views(store)).isEqualTo(3);
          assertThat(later.get(new byte[1])).hasSize(2);
        }
        assertThat(first.get(new byte[1])).hasSize(1);
        assertThat(same.get(new byte[1])).hasSize(1);
      }

      assertThat(views(store)).isOne();
    }
  }

  private static Long views(BPlusTreeStore store) {
    return store.stats().details().get("viewCount");
  }
}
