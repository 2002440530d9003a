package dev.cairn.lsm;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cairn.Durability;
import dev.cairn.KeyRange;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.testkit.FormatPage;
import dev.cairn.testkit.vfs.FileBytes;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The hex dumps in docs/formats are what a store writes. */
class FormatPagesTest {
  private static final long SEED = 0x0123456789abcdefL;

  private final MemoryVfs files = new MemoryVfs();

  @Test
  void tablePageShowsWhatAStoreWrites() throws IOException {
    write();

    FormatPage.assertShows("lsm-table.md", name -> FileBytes.of(files, name), 60);
  }

  @Test
  void manifestPageShowsWhatAStoreWrites() throws IOException {
    write();

    FormatPage.assertShows("lsm-manifest.md", name -> FileBytes.of(files, name), 15);
  }

  private void write() {
    LsmFixture engine = new LsmFixture();
    engine.create(files, SEED);
    LsmStore store = (LsmStore) engine.open(files, Durability.PROCESS);
    try (store) {
      store.deleteRange(KeyRange.of(bytes("catalogue a"), bytes("catalogue b")));
      store.put(bytes("catalogue cat"), bytes("meow"));
      store.put(bytes("catalogue dog"), bytes("woof"));
      store.delete(bytes("catalogue lion"));
      store.flush();
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
