package dev.cairn.hash;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cairn.Durability;
import dev.cairn.WriteBatch;
import dev.cairn.internal.log.LogRecord;
import dev.cairn.internal.store.Background;
import dev.cairn.internal.store.StoreFile;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.testkit.FormatPage;
import dev.cairn.testkit.vfs.FileBytes;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The hex dumps in docs/formats are what a store writes. */
class FormatPagesTest {
  private static final long SEED = 0x0123456789abcdefL;
  private static final int SEGMENT_BYTES = 4096;
  private static final int FILLING_BYTES = 3900;
  private static final long FIRST_DELETE_POSITION = 0xa0;

  @Test
  void batchPageShowsWhatABatchIs() throws IOException {
    byte[] encoding = batch().encoding(Arrays::copyOf);

    FormatPage.assertShows("batch.md", _ -> encoding, 15);
  }

  @Test
  void logPageShowsWhatAStoreWrites() throws IOException {
    MemoryVfs files = new MemoryVfs();
    HashParts store = openWithFewWrites(files);
    // As reclaim would have moved the delete of the batch.
    store
        .log()
        .append(LogRecord.deleteSince(bytes("cat"), FIRST_DELETE_POSITION), Durability.PROCESS);

    try {
      FormatPage.assertShows("log.md", name -> FileBytes.of(files, name), 56);
    } finally {
      store.close();
    }
  }

  @Test
  void otherPagesShowWhatAStoreWrites() throws IOException {
    MemoryVfs files = new MemoryVfs();
    HashParts store = openWithFewWrites(files);
    store.writer().put(bytes("big"), new byte[FILLING_BYTES], Durability.PROCESS);
    store.maintenance().saveAtClose();

    try {
      FormatPage.assertShows("store.md", name -> FileBytes.of(files, name), 8);
      FormatPage.assertShows("segments.md", name -> FileBytes.of(files, name), 10);
      FormatPage.assertShows("index.md", name -> FileBytes.of(files, name), 38);
    } finally {
      store.close();
    }
  }

  private static HashParts openWithFewWrites(MemoryVfs files) {
    SegmentList.EMPTY.write(files);
    new StoreFile(HashOpening.ENGINE, HashOpening.FORMAT_VERSION, SEED, SEGMENT_BYTES).write(files);
    HashOptions options =
        HashOptions.builder().memoryBudgetBytes(1 << 20).segmentBytes(SEGMENT_BYTES).build();
    HashParts store = HashOpening.open(files, options, Background.none());
    store.writer().put(bytes("cat"), bytes("meow"), Durability.DEVICE);
    store.writer().write(batch(), Durability.PROCESS);
    return store;
  }

  private static WriteBatch batch() {
    return new WriteBatch().put(bytes("dog"), bytes("woof")).delete(bytes("cat"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
