package dev.cairn.bptree;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Durability;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.testkit.FormatPage;
import dev.cairn.testkit.vfs.FileBytes;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The hex dump in docs/formats/pages.md is what a store writes. */
class FormatPagesTest {
  private static final long SEED = 0x0123456789abcdefL;

  @Test
  void pageShowsWhatAStoreWrites() throws IOException {
    byte[] content = writtenByAStore();

    FormatPage.assertShows("pages.md", name -> content(name, content), 61);
  }

  private static byte[] content(String name, byte[] pages) {
    assertThat(name).isEqualTo(PageFormat.FILE_NAME);
    return pages;
  }

  /** Two short pairs and one whose value is in a chain. */
  private static byte[] writtenByAStore() {
    MemoryVfs files = new MemoryVfs();
    BPlusTreeFixture engine = new BPlusTreeFixture();
    engine.create(files, SEED);
    try (BPlusTreeStore store = engine.open(files, Durability.PROCESS)) {
      store.put("catalogue cat".getBytes(UTF_8), "meow".getBytes(UTF_8));
      store.put("catalogue dog".getBytes(UTF_8), "woof".getBytes(UTF_8));
      store.put("catalogue lion".getBytes(UTF_8), new byte[2_000]);
      store.compact();
    }
    return FileBytes.of(files, PageFormat.FILE_NAME);
  }
}
