package dev.cairn.cli;

import static dev.cairn.cli.testkit.TestEngines.KEEPS_DELETED;
import static dev.cairn.cli.testkit.TestEngines.MIXES_GROUPS;
import static dev.cairn.cli.testkit.TestEngines.ORDERED;
import static dev.cairn.cli.testkit.TestEngines.PLAIN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.cli.Shell.Outcome;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A soak finds nothing wrong with a right engine, and what is wrong with a wrong one. */
class SoakCommandTest {
  @TempDir private Path temp;
  private final Shell shell = new Shell();

  private Outcome soak(String engine) {
    return shell.run(
        "soak", "--minutes", "0.005", "--keys", "300", "--engine", engine, "--dir", temp);
  }

  @ParameterizedTest
  @ValueSource(strings = {PLAIN, ORDERED})
  void aRightEngineHasNoErrors(String engine) {
    Outcome soak = soak(engine);

    assertThat(soak.exitCode()).as(soak.err()).isZero();
    assertThat(soak.out()).startsWith("minute ").containsPattern("[0-9,]+ calls in .* 0 errors");
    assertThat(soak.err()).isEmpty();
    assertThat(temp).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {KEEPS_DELETED, MIXES_GROUPS})
  void aWrongEngineIsFoundOut(String engine) {
    Outcome soak = soak(engine);

    assertThat(soak.exitCode()).isEqualTo(1);
    assertThat(soak.err()).contains(": key ").contains("expected what one of its writes");
  }

  @Test
  void moreThreadsThanKeysAreRefused() {
    Outcome soak = shell.run("soak", "--keys", "2", "--threads", "3");

    assertThat(soak.exitCode()).isEqualTo(2);
    assertThat(soak.err()).hasLineCount(1);
  }
}
