package dev.cairn.testkit.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/**
 * Inputs of a target that led somewhere once, kept with the sources of its module: a line of
 * hexadecimal digits each, in {@code src/test/resources/fuzz}. Lines that begin with {@code #} say
 * what the next one found.
 */
final class FuzzCorpus {
  private static final Path RESOURCES = Path.of("src", "test", "resources", "fuzz");
  private static final String COMMENT = "#";

  private final Path file;

  FuzzCorpus(String target) {
    file = RESOURCES.resolve(target.replace(' ', '-') + ".txt");
  }

  /** Where it is, for messages. */
  Path file() {
    return file;
  }

  List<byte[]> inputs() throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    return Files.readAllLines(file).stream()
        .filter(line -> !line.startsWith(COMMENT))
        .map(HexFormat.of()::parseHex)
        .toList();
  }

  /** Writes each input to a file of its own. */
  void unpack(Path directory) throws IOException {
    int number = 0;
    for (byte[] input : inputs()) {
      Files.write(directory.resolve("kept-" + number++), input);
    }
  }

  /**
   * Keeps so many of the files of a directory, short and long ones, and what has a comment; all
   * others go.
   */
  void pack(Path directory, int most) throws IOException {
    List<String> lines = commented();
    try (var files = Files.list(directory)) {
      List<Path> found = files.sorted(Comparator.comparing(FuzzCorpus::size)).toList();
      int kept = Math.min(most, found.size());
      for (int i = 0; i < kept; i++) {
        Path input = found.get((int) ((long) i * found.size() / kept));
        String line = HexFormat.of().formatHex(Files.readAllBytes(input));
        if (!lines.contains(line) && !line.isEmpty()) {
          lines.add(line);
        }
      }
    }
    Files.createDirectories(RESOURCES);
    Files.write(file, lines);
  }

  /** The inputs that found something, each below its comment. */
  private List<String> commented() throws IOException {
    List<String> commented = new ArrayList<>();
    if (Files.exists(file)) {
      String before = "";
      for (String line : Files.readAllLines(file)) {
        if (line.startsWith(COMMENT) || before.startsWith(COMMENT)) {
          commented.add(line);
        }
        before = line;
      }
    }
    return commented;
  }

  private static String size(Path input) {
    // Of equal sizes the name decides, which is a hash of the content.
    return String.format("%08d %s", input.toFile().length(), input.getFileName());
  }
}
