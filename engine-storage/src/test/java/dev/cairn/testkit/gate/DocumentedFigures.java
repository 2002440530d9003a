package dev.cairn.testkit.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/** What the figures of an engine mean stands in a table of a document. */
public final class DocumentedFigures {
  private static final Path DOCUMENTS = Path.of("..", "docs");

  private DocumentedFigures() {}

  /**
   * Requires that a document explains each figure that only the stores of one engine have.
   *
   * @param names what the figures are called
   * @param document the document's name
   * @throws IOException if there is no such document
   */
  public static void requireEach(Collection<String> names, String document) throws IOException {
    String text = Files.readString(DOCUMENTS.resolve(document));
    assertThat(names)
        .isNotEmpty()
        .allSatisfy(name -> assertThat(text).containsPattern("\\| .*`" + name + "`.* \\|"));
  }
}
