package dev.cairn.cli;

import static dev.cairn.cli.testkit.TestEngines.CUTS_LONG_VALUES;
import static dev.cairn.cli.testkit.TestEngines.MIXES_GROUPS;
import static dev.cairn.cli.testkit.TestEngines.PLAIN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.cli.Shell.Outcome;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchCommandTest {
  @TempDir private Path temp;
  private final Shell shell = new Shell();

  private Outcome bench(Object... arguments) {
    Object[] all = new Object[arguments.length + 5];
    Object[] first = {"bench", "--engine", PLAIN, "--dir", temp.resolve("bench")};
    System.arraycopy(first, 0, all, 0, first.length);
    System.arraycopy(arguments, 0, all, first.length, arguments.length);
    return shell.run(all);
  }

  @Test
  void runsEveryPhaseAndCleansUp() {
    Outcome bench = bench("--num", "2K", "--getall", 7, "--threads", 2);

    assertThat(bench.exitCode()).as(bench.err()).isZero();
    assertThat(bench.out().lines().map(line -> line.split(" ")[0]))
        .containsExactly(
            "engine",
            "phase",
            "fillseq",
            "fillrandom",
            "overwrite",
            "readrandom",
            "readmissing",
            "readbatch",
            "readwhilewriting",
            "+",
            "reopen");
    assertThat(bench.out()).containsPattern("readrandom +2,000 +[0-9,]+ ");
    assertThat(temp.resolve("bench")).isEmptyDirectory();
  }

  @Test
  void fillsBeforeAPhaseThatReads() {
    Outcome bench = bench("readrandom", "--num", 1_000, "--reads", 300, "--json");

    assertThat(bench.exitCode()).as(bench.err()).isZero();
    assertThat(bench.out())
        .startsWith("{\"engine\":\"test-plain\",\"pairCount\":1000,")
        .contains("{\"phase\":\"readrandom\",\"pairCount\":300,")
        .contains("\"p50Nanos\":", "\"p99.99Nanos\":", "\"maxNanos\":", "\"entryCount\":1000,")
        .doesNotContain("fillrandom");
  }

  @Test
  void batchesCoverEveryPair() {
    Outcome bench =
        bench("fillrandom", "readrandom", "--num", 1_003, "--batch", 10, "--threads", 3, "--json");

    assertThat(bench.exitCode()).as(bench.err()).isZero();
    assertThat(bench.out()).contains("\"pairCount\":1003,").contains("\"entryCount\":1003,");
  }

  @Test
  void smallestPairs() {
    Outcome bench =
        bench("--num", 1, "--key-bytes", 8, "--value-bytes", 0, "--durability", "memory");

    assertThat(bench.exitCode()).as(bench.err()).isZero();
  }

  @Test
  void wrongAnswersAreFoundOut() {
    Outcome cut =
        shell.run(
            "bench",
            "readrandom",
            "--engine",
            CUTS_LONG_VALUES,
            "--num",
            10,
            "--value-bytes",
            6_000);
    Outcome mixed = shell.run("bench", "readbatch", "--engine", MIXES_GROUPS, "--num", 1_000);

    assertThat(cut.exitCode()).isEqualTo(1);
    assertThat(cut.err()).contains("expected a value of 6000 bytes").contains("found 5999");
    assertThat(mixed.exitCode()).isEqualTo(1);
  }

  @Test
  void settingsWithoutSenseAreRefused() {
    assertThat(bench("--num", 0).exitCode()).isEqualTo(2);
    assertThat(bench("--num", "many").exitCode()).isEqualTo(2);
    assertThat(bench("--key-bytes", 7).exitCode()).isEqualTo(2);
    assertThat(bench("--threads", 0).exitCode()).isEqualTo(2);
    assertThat(bench("--batch", 0).exitCode()).isEqualTo(2);
    assertThat(bench("--getall", 0).exitCode()).isEqualTo(2);
    assertThat(bench("fillquick").exitCode()).isEqualTo(2);
    assertThat(shell.run("bench", "--engine", "oak").exitCode()).isEqualTo(2);
    assertThat(temp.resolve("bench")).doesNotExist();
  }
}
