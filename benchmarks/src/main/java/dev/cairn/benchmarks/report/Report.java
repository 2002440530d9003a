package dev.cairn.benchmarks.report;

import dev.cairn.benchmarks.Arguments;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes the page about performance and its pictures. */
public final class Report {
  private static final int WRONG_ARGUMENTS = 2;
  private static final int FAILED = 3;
  private static final String OUTPUT = "--output";
  private static final String MARKDOWN = ".md";

  private static final String USAGE =
      """
      Turns what cairn compare has measured into a page with charts, tables and recommendations.

      Usage: cairn report [--output=FILE] [JSON...]

      Arguments:
        JSON                              reports of cairn compare, by default target/compare.json;
                                          in any order, packed by gzip if their names end in .gz;
                                          of a figure that several have, that of more rounds counts,
                                          and then the later one

      Options:
        --output=docs/performance.md      the page; its pictures are in a folder of its name beside
                                          it, and take the place of those that are there
        --help

      Exit codes: 0 done; 2 the command line makes no sense, or a file is no report; 3 a file could
      not be read or written.

      Examples:
        cairn report
        cairn report target/100k.json target/1m.json target/10m.json
      """;

  private Report() {}

  /**
   * Runs the command.
   *
   * @param arguments see {@code --help}
   */
  public static void main(String[] arguments) {
    // Charts are painted without a screen, and a JVM that looks for one may fail.
    System.setProperty("java.awt.headless", "true");
    if (List.of(arguments).contains("--help")) {
      System.out.print(USAGE);
      return;
    }
    try {
      Path page = run(List.of(arguments));
      System.out.println(page);
    } catch (IllegalArgumentException e) {
      System.err.println("cairn: " + e.getMessage() + "; see cairn report --help");
      System.exit(WRONG_ARGUMENTS);
    } catch (NoSuchFileException e) {
      System.err.println("cairn: " + e.getFile() + ": there is no such file");
      System.exit(FAILED);
    } catch (IOException e) {
      System.err.println("cairn: " + e);
      System.exit(FAILED);
    }
  }

  /** Returns the page's file. */
  static Path run(List<String> arguments) throws IOException {
    Path output = Path.of("docs", "performance.md");
    Arguments words = Arguments.of(arguments, Set.of(OUTPUT), Set.of());
    for (Arguments.Option option : words.options()) {
      output = Path.of(option.value());
    }
    if (!output.toString().endsWith(MARKDOWN)) {
      throw new IllegalArgumentException(output + ": expected a file that ends in " + MARKDOWN);
    }
    List<Run> runs = new ArrayList<>();
    List<String> files = words.others().isEmpty() ? List.of("target/compare.json") : words.others();
    for (String file : files) {
      runs.add(RunFile.read(Path.of(file)));
    }
    write(new Runs(runs), output.toAbsolutePath());
    return output;
  }

  private static void write(Runs runs, Path output) throws IOException {
    if (runs.stores().isEmpty()) {
      throw new IllegalArgumentException("nothing was measured");
    }
    String fileName = output.getFileName().toString();
    String folder = fileName.substring(0, fileName.length() - MARKDOWN.length());
    Path pictures = output.resolveSibling(folder);
    Page page = new Page(runs, folder);
    Files.createDirectories(pictures);
    try (DirectoryStream<Path> old = Files.newDirectoryStream(pictures, "*.svg")) {
      for (Path picture : old) {
        Files.delete(picture);
      }
    }
    for (Map.Entry<String, Sheet> sheet : page.sheets().entrySet()) {
      sheet.getValue().write(pictures.resolve(sheet.getKey()));
    }
    Files.writeString(output, page.markdown());
  }
}
