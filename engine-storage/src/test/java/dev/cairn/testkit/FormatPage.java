package dev.cairn.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page of docs/formats, whose hex dumps must be what a store writes.
 *
 * <p>A dump is a block whose first line is the file's name and whose other lines are an offset,
 * bytes and what they mean. Parts may be left out, and are then not compared.
 */
public final class FormatPage {
  private static final Path PAGES = Path.of("..", "docs", "formats");
  private static final Pattern DUMP =
      Pattern.compile("```text\n([A-Za-z0-9.]+)\n(.*?)```", Pattern.DOTALL);
  private static final Pattern LINE =
      Pattern.compile("(?m)^([0-9a-f]{4})  ([0-9a-f]{2}(?: [0-9a-f]{2})*)(?:  .*)?$");

  private FormatPage() {}

  /**
   * Compares the dumps of a page with files.
   *
   * @param page the page's file name
   * @param files the content of each file that it shows
   * @param lines how many lines of bytes it must have at least
   * @throws IOException if the page cannot be read
   */
  public static void assertShows(String page, Function<String, byte[]> files, int lines)
      throws IOException {
    Matcher dump = DUMP.matcher(Files.readString(PAGES.resolve(page)));
    int compared = 0;
    while (dump.find()) {
      byte[] content = files.apply(dump.group(1));
      for (Matcher line = LINE.matcher(dump.group(2)); line.find(); compared++) {
        int offset = Integer.parseInt(line.group(1), 16);
        byte[] shown = HexFormat.ofDelimiter(" ").parseHex(line.group(2));
        assertThat(Arrays.copyOfRange(content, offset, offset + shown.length))
            .as("%s, %s", page, line.group())
            .isEqualTo(shown);
      }
    }
    assertThat(compared).as("lines of bytes in " + page).isGreaterThanOrEqualTo(lines);
  }
}
