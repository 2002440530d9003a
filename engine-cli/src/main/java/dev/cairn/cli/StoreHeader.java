package dev.cairn.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The first line of the file STORE, in which every store says which engine wrote it. */
final class StoreHeader {
  private static final String FILE = "STORE";
  private static final int LINE_BYTES = 64;
  private static final Pattern LINE =
      Pattern.compile("cairn ([a-z0-9-]+) [0-9]+\n.*", Pattern.DOTALL);

  private StoreHeader() {}

  /** Also if nobody may look: then opening says so. */
  static boolean existsIn(Path directory) {
    return !Files.notExists(directory.resolve(FILE));
  }

  /**
   * The engine of the store in a directory; empty if there is no store, or a header that only an
   * engine can judge, which knows what it may be instead.
   */
  static Optional<String> engineOf(Path directory) throws IOException {
    if (!existsIn(directory)) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(directory.resolve(FILE))) {
      Matcher matcher = LINE.matcher(new String(in.readNBytes(LINE_BYTES), US_ASCII));
      return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
  }
}
