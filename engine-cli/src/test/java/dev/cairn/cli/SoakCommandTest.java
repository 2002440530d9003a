package dev.cairn.cli;

import static dev.cairn.cli.testkit.TestEngines.KEEPS_DELETED;
import static dev.cairn.cli.testkit.TestEngines.MIXES_GROUPS;
import static dev.cairn.cli.testkit.TestEngines.ORDERED;
import static dev.cairn.cli.testkit.TestEngines.PLAIN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.cli.Shell.Outcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A soak finds nothing wrong with a right engine, and what is wrong with a wrong one. */
class SoakCommandTest {
  @TempDir private Path temp;
  private final Shell shell = new Shell();

  private Outcome soak(String engine, String... more) {
    return soak(0.005, engine, more);
  }

  private Outcome soak(double minutes, String engine, String... more) {
    List<Object> words = new ArrayList<>(List.of("soak", "--minutes", minutes, "--keys", 300));
    words.addAll(List.of("--engine", engine, "--dir", temp));
    words.addAll(List.of(more));
    return shell.run(words.toArray());
  }

  /** Where the machine is so busy that few calls are made, it takes longer. */
  private Outcome soakUntilFoundOut(String engine, String... more) {
    double minutes = 0.005;
    Outcome soak = soak(minutes, engine, more);
    while (soak.exitCode() == 0 && minutes < 0.5) {
      minutes *= 10;
      soak = soak(minutes, engine, more);
    }
    return soak;
  }

  private static long number(String line, String member) {
    Matcher matcher = Pattern.compile("\"" + member + "\":([0-9]+)[,}]").matcher(line);
    assertThat(matcher.find()).as(member + " in " + line).isTrue();
    return Long.parseLong(matcher.group(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {PLAIN, ORDERED})
  void aRightEngineHasNoErrors(String engine) {
    Outcome soak = soak(engine);

    assertThat(soak.exitCode()).as(soak.err()).isZero();
    assertThat(soak.out())
        .startsWith("minute ")
        .contains("heap MiB  off-heap      RSS")
        .containsPattern("[0-9,]+ calls in .* 0 errors");
    assertThat(soak.err()).isEmpty();
    assertThat(temp).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {KEEPS_DELETED, MIXES_GROUPS})
  void aWrongEngineIsFoundOut(String engine) {
    Outcome soak = soakUntilFoundOut(engine);

    assertThat(soak.exitCode()).isEqualTo(1);
    assertThat(soak.err()).contains(": key ").contains("expected what one of its writes");
  }

  @Test
  void printsAnObjectForEachIntervalAndOneForTheWhole() {
    Outcome soak = soak(PLAIN, "--json");

    List<String> lines = soak.out().lines().toList();
    assertThat(lines).hasSize(2).allMatch(line -> line.startsWith("{") && line.endsWith("}"));
    String interval = lines.getFirst();
    String whole = lines.getLast();
    assertThat(interval).doesNotContain("roundCount");
    assertThat(number(interval, "readMaxNanos")).isPositive();
    assertThat(number(interval, "writeP50Nanos")).isPositive();
    assertThat(number(interval, "callCount")).isPositive();
    assertThat(number(whole, "callCount")).isEqualTo(number(interval, "callCount"));
    assertThat(number(whole, "roundCount")).isOne();
    assertThat(number(whole, "errorCount")).isZero();
  }

  @Test
  void printsWhatMemoryIsInUse() {
    Outcome soak = soak("hash", "--json");

    String interval = soak.out().lines().toList().getFirst();
    assertThat(number(interval, "heapBytes")).isPositive();
    assertThat(number(interval, "memoryBytes")).isPositive();
    if (OS.LINUX.isCurrentOs()) {
      assertThat(number(interval, "residentBytes"))
          .isGreaterThan(number(interval, "heapBytes") / 2);
    }
  }

  @Test
  void aWrongEngineIsFoundOutForProgramsToo() {
    Outcome soak = soakUntilFoundOut(KEEPS_DELETED, "--json");

    assertThat(soak.exitCode()).isEqualTo(1);
    assertThat(soak.err()).contains("expected what one of its writes");
    assertThat(number(soak.out().lines().toList().getLast(), "errorCount")).isPositive();
  }

  @Test
  void moreThreadsThanKeysAreRefused() {
    Outcome soak = shell.run("soak", "--keys", "2", "--threads", "3");

    assertThat(soak.exitCode()).isEqualTo(2);
    assertThat(soak.err()).hasLineCount(1).contains("--keys 2: expected 3 to ");
    assertThat(shell.run("soak", "--minutes", "NaN").exitCode()).isEqualTo(2);
    assertThat(shell.run("soak", "--engine", "oak").exitCode()).isEqualTo(2);
  }
}
