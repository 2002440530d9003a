package dev.cairn.cli;

import static dev.cairn.cli.testkit.TestEngines.ORDERED;
import static dev.cairn.cli.testkit.TestEngines.PLAIN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.cli.Shell.Outcome;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The shell, driven by a pipe. */
class ShellCommandTest {
  @TempDir private Path temp;

  private Outcome run(String engine, String script) {
    return new Shell()
        .input(script)
        .run("shell", temp.resolve("store"), "--create", "--engine", engine);
  }

  @ParameterizedTest
  @ValueSource(strings = {PLAIN, ORDERED})
  void commandsTakeEffectInTheirOrder(String engine) {
    Outcome outcome =
        run(
            engine,
            """
            # a comment, and an empty line

            put alice 'Main Street 1'
            put bob x
            put bert y
            get alice
            delete alice bob nobody
            scan
            count b
            count c
            sync
            verify
            """);

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.out()).isEqualTo("Main Street 1\nbert\ty\n1\n0\nsound, 1 entries\n");
  }

  @Test
  void scanPrintsAPrefixInKeyOrder() {
    Outcome outcome = run(ORDERED, "put b2 2\nput a 1\nput b1 3\nput c 4\nscan b\n");

    assertThat(outcome.out()).isEqualTo("b1\t3\nb2\t2\n");
  }

  @Test
  void whatIsShownCanBeTyped() {
    Outcome outcome =
        run(
            ORDERED,
            "put \\xff\\x00 'a\\tb\\\\'\nscan\nget \\xff\\x00\n.style hex\nscan\nget ff00\n");

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .isEqualTo("\\xff\\x00\ta\\tb\\\\\na\\tb\\\\\nff00\t6109625c\n6109625c\n");
  }

  @Test
  void absentKeyIsNoFailure() {
    Outcome outcome = run(PLAIN, "get nobody\nput a 1\nget a\n");

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.err()).isEqualTo("cairn: no such key: nobody\n");
    assertThat(outcome.out()).isEqualTo("1\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "frobnicate",
        "put a",
        "get",
        "stats now",
        "get 'a",
        "get \\q",
        "get \\xf",
        ".style base64",
        "checkpoint "
      })
  void scriptEndsAtALineThatMakesNoSense(String line) {
    Outcome outcome = run(PLAIN, "put a 1\n" + line + "\nput b 2\n");

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).startsWith("cairn: line 2: ").hasLineCount(1);
    assertThat(run(PLAIN, "count\n").out()).isEqualTo("1\n");
  }

  @Test
  void quitLeaves() {
    assertThat(run(PLAIN, "put a 1\n.quit\nfrobnicate\n").exitCode()).isZero();
  }

  @Test
  void helpListsTheCommands() {
    assertThat(run(PLAIN, ".help\n").out())
        .contains("put KEY VALUE         set the value of a key\n", ".quit");
  }

  @Test
  void statsAreThoseOfTheStore() {
    assertThat(run(PLAIN, "put a 1\nstats\n").out())
        .containsPattern("entries +1\n")
        .containsPattern("\n\nsince opening *\nstalls +0\n");
  }

  @Test
  void checkpointIsAStore() {
    Path copy = temp.resolve("copy");

    Outcome outcome = run(PLAIN, "put a 1\ncheckpoint '" + copy + "'\n");

    assertThat(outcome.err()).isEmpty();
    assertThat(new Shell().run("get", copy, "a").out()).isEqualTo("1");
  }

  @Test
  void absentStoreIsCreatedOnlyIfAsked() {
    Outcome outcome = new Shell().input("").run("shell", temp.resolve("absent"));

    assertThat(outcome.exitCode()).isEqualTo(3);
    assertThat(outcome.err()).endsWith("absent: there is no store\n");
  }
}
