package dev.cairn.cli;

import static dev.cairn.cli.testkit.TestEngines.PLAIN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.cli.Shell.Outcome;
import dev.cairn.cli.session.Screen;
import dev.cairn.cli.session.Session;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Help, mistakes on the command line, and the shape of messages. */
class UsageTest {
  private final Shell shell = new Shell();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo",
        "put",
        "get",
        "delete",
        "scan",
        "shell",
        "list",
        "import",
        "export",
        "stats",
        "tables",
        "verify",
        "salvage",
        "checkpoint",
        "bench",
        "soak"
      })
  void helpHasAllItsParts(String command) {
    Outcome help = shell.run(command, "--help");

    assertThat(help.exitCode()).isZero();
    assertThat(help.err()).isEmpty();
    assertThat(help.out())
        .contains("\nUsage: cairn ")
        .contains("\nOptions:\n")
        .contains("\nExit codes:\n  0     done\n")
        .containsPattern("\nExamples:\n  cairn ")
        .contains("--stacktrace");
    assertThat(help.out().lines()).allMatch(line -> line.length() <= 80);
  }

  @Test
  void helpOfAllNamesTheCommandsButNotTheHiddenOne() {
    Outcome help = shell.run("--help");

    assertThat(help.out())
        .contains("\n  scan, list  Print pairs.\n")
        .contains("130   ended by Ctrl-C")
        .contains("cairn compare")
        .doesNotContain("demo-writer");
  }

  @Test
  void versionNamesTheEngines() {
    assertThat(shell.run("--version").out()).startsWith("cairn ").contains("engines: ", PLAIN);
  }

  @Test
  void noCommandIsAMistake() {
    Outcome outcome = shell.run();

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).isEqualTo("cairn: a command is missing; see cairn --help\n");
  }

  @Test
  void misspelledCommandGetsASuggestion() {
    Outcome outcome = shell.run("scna", "store");

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).contains("did you mean scan").hasLineCount(1);
  }

  @Test
  void missingArgumentIsNamed() {
    Outcome outcome = shell.run("put", "store", "key");

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).contains("VALUE").endsWith("; see cairn put --help\n");
  }

  @Test
  void stackTraceOnlyIfWanted(@TempDir Path temp) {
    Outcome without = shell.run("get", temp.resolve("absent"), "key");
    Outcome with = shell.run("get", temp.resolve("absent"), "key", "--stacktrace");

    assertThat(without.err()).hasLineCount(1);
    assertThat(with.err()).contains("\tat dev.cairn.cli.");
    assertThat(with.exitCode()).isEqualTo(without.exitCode());
  }

  /** The JVM would end with 1, which here means that the answer is no. */
  @Test
  void anErrorOfTheJvmIsAFailureOfOneLine() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Session session =
        new Session(
            InputStream.nullInputStream(),
            OutputStream.nullOutputStream(),
            new PrintStream(err, true, UTF_8),
            Screen.LOG);

    int exitCode = new Failures(session, new CairnCommand()).handle(new LinkageError("no library"));

    assertThat(exitCode).isEqualTo(3);
    assertThat(err.toString(UTF_8))
        .hasLineCount(1)
        .startsWith("cairn: unexpected ")
        .contains("no library", "--stacktrace");
  }

  @Test
  void aDemoKillsAtLeastOnce() {
    Outcome demo = shell.run("demo", "--kills", "0");

    assertThat(demo.exitCode()).isEqualTo(2);
    assertThat(demo.err()).hasLineCount(1).contains("--kills 0: expected 1 to ");
  }
}
