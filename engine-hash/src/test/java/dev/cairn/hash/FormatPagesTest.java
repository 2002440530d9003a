package dev.cairn.hash;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Durability;
import dev.cairn.WriteBatch;
import dev.cairn.internal.log.LogRecord;
import dev.cairn.internal.store.Background;
import dev.cairn.internal.store.StoreFile;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.internal.vfs.OpenMode;
import dev.cairn.internal.vfs.VfsFile;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The hex dumps in docs/formats are what a store writes.
 *
 * <p>A dump is a block whose first line is the file's name and whose other lines are an offset,
 * bytes and what they mean. Parts may be left out, and are then not compared.
 */
class FormatPagesTest {
  private static final Path PAGES = Path.of("..", "docs", "formats");
  private static final Pattern DUMP =
      Pattern.compile("```text\n([A-Za-z0-9.]+)\n(.*?)```", Pattern.DOTALL);
  private static final Pattern LINE =
      Pattern.compile("(?m)^([0-9a-f]{4})  ([0-9a-f]{2}(?: [0-9a-f]{2})*)(?:  .*)?$");

  private static final long SEED = 0x0123456789abcdefL;
  private static final int SEGMENT_BYTES = 4096;
  private static final int FILLING_BYTES = 3900;
  private static final long FIRST_DELETE_POSITION = 0xa0;

  @Test
  void batchPageShowsWhatABatchIs() throws IOException {
    byte[] encoding = batch().encoding(Arrays::copyOf);

    assertDumpsAre("batch.md", name -> encoding, 1);
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
      assertDumpsAre("log.md", name -> content(files, name), 1);
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
      assertDumpsAre("store.md", name -> content(files, name), 1);
      assertDumpsAre("segments.md", name -> content(files, name), 1);
      assertDumpsAre("index.md", name -> content(files, name), 1);
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

  private static byte[] content(MemoryVfs files, String name) {
    try (VfsFile file = files.open(name, OpenMode.READ)) {
      byte[] content = new byte[(int) file.size()];
      file.read(0, MemorySegment.ofArray(content), 0, content.length);
      return content;
    }
  }

  @FunctionalInterface
  private interface Contents {
    byte[] of(String name);
  }

  private static void assertDumpsAre(String page, Contents contents, int expectedDumps)
      throws IOException {
    Matcher dump = DUMP.matcher(Files.readString(PAGES.resolve(page)));
    int dumps = 0;
    while (dump.find()) {
      assertDumpIs(page, dump.group(2), contents.of(dump.group(1)));
      dumps++;
    }
    assertThat(dumps).as("dumps in " + page).isEqualTo(expectedDumps);
  }

  private static void assertDumpIs(String page, String dump, byte[] content) {
    Matcher line = LINE.matcher(dump);
    int lines = 0;
    while (line.find()) {
      int offset = Integer.parseInt(line.group(1), 16);
      byte[] shown = HexFormat.ofDelimiter(" ").parseHex(line.group(2));
      assertThat(Arrays.copyOfRange(content, offset, offset + shown.length))
          .as("%s, %s", page, line.group())
          .isEqualTo(shown);
      lines++;
    }
    assertThat(lines).as("lines of bytes in " + page).isPositive();
  }
}
