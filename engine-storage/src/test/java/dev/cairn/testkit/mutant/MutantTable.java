package dev.cairn.testkit.mutant;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tables of a document that name the mutants and what kills them. */
final class MutantTable {
  private static final Path DOCUMENT = Path.of("..", "docs", "testing.md");

  private MutantTable() {}

  /** The rows of the table behind a test's name, but for how long the hunts took. */
  static List<String> of(String test) throws IOException {
    Matcher table =
        Pattern.compile("`" + test + "`:\n\n\\| Mutant \\|.*\n\\| --- \\|.*\n((?:\\| .*\n)+)")
            .matcher(Files.readString(DOCUMENT));
    assertThat(table.find()).as("a table of %s in %s", test, DOCUMENT).isTrue();
    return table
        .group(1)
        .lines()
        .map(row -> row.substring("| ".length(), row.lastIndexOf(" | ")))
        .toList();
  }

  static String row(Mutant mutant) {
    return mutant.name() + " | " + mutant.killer().title();
  }
}
