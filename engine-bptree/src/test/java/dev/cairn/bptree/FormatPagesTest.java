package dev.cairn.bptree;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Durability;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.testkit.vfs.FileBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The hex dump in docs/formats/pages.md is what a store writes. Parts may be left out, and are then
 * not compared.
 */
class FormatPagesTest {
  private static final Path PAGE = Path.of("..", "docs", "formats", "pages.md");
  private static final Pattern DUMP = Pattern.compile("```text\nPAGES\n(.*?)```", Pattern.DOTALL);
  private static final Pattern LINE =
      Pattern.compile("(?m)^([0-9a-f]{4})  ([0-9a-f]{2}(?: [0-9a-f]{2})*)(?:  .*)?$");
  private static final long SEED = 0x0123456789abcdefL;

  @Test
  void pageShowsWhatAStoreWrites() throws IOException {
    Matcher dump = DUMP.matcher(Files.readString(PAGE));
    assertThat(dump.find()).isTrue();
    byte[] content = writtenByAStore();

    Matcher line = LINE.matcher(dump.group(1));
    int lines = 0;
    while (line.find()) {
      int offset = Integer.parseInt(line.group(1), 16);
      byte[] shown = HexFormat.ofDelimiter(" ").parseHex(line.group(2));
      assertThat(Arrays.copyOfRange(content, offset, offset + shown.length))
          .as(line.group())
          .isEqualTo(shown);
      lines++;
    }
    assertThat(lines).isGreaterThan(60);
  }

  /** Two short pairs and one whose value is in a chain. */
  static byte[] writtenByAStore() {
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
