package dev.cairn.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run whose trials are made up. */
class CompareTest {
  private static final long ROOM = 1L << 40;
  private static final Screen SCREEN = new Screen(200);

  @TempDir private Path directory;

  /** What was run, in this order. */
  private final List<String> tasks = new ArrayList<>();

  private Path report;

  @BeforeEach
  void chooseReport() {
    report = directory.resolve("compare.json");
  }

  @Test
  void eachRoundOfEachWorkloadBeginsWithAnotherStore() throws IOException {
    run("--stores=heap-hash,heap-sorted", this::measured, "--workloads=readrandom,readmissing");

    assertThat(tasks)
        .containsExactly(
            "MEASURE readrandom heap-hash 0",
            "MEASURE readrandom heap-sorted 0",
            "MEASURE readmissing heap-sorted 0",
            "MEASURE readmissing heap-hash 0",
            "MEASURE readrandom heap-sorted 1",
            "MEASURE readrandom heap-hash 1",
            "MEASURE readmissing heap-hash 1",
            "MEASURE readmissing heap-sorted 1");
  }

  @Test
  void workloadsThatReadShareAStoreThatAnotherProcessFilled() throws IOException {
    run("--stores=cairn-hash", this::measured, "--workloads=readrandom,readmissing", "--rounds=1");

    assertThat(tasks)
        .containsExactly(
            "FILL readrandom cairn-hash 0",
            "MEASURE readrandom cairn-hash 0",
            "MEASURE readmissing cairn-hash 0");
  }

  @Test
  void storeThatCannotBeHadIsAskedOnceAndReported() throws IOException {
    String said =
        run(
            "--stores=heap-hash,heap-sorted",
            failing(
                "heap-sorted", new TrialFailure(ForkedJvm.UNAVAILABLE, "LinkageError: x", ROOM)),
            "--workloads=readrandom,readmissing");

    assertThat(tasks).filteredOn(task -> task.contains("heap-sorted")).hasSize(1);
    assertThat(tasks).filteredOn(task -> task.contains("heap-hash")).hasSize(4);
    assertThat(said).contains("Not measured: heap-sorted: LinkageError: x");
  }

  @Test
  void trialThatFailsIsReportedAndTheOthersGoOn() throws IOException {
    String said =
        run(
            "--stores=heap-hash,heap-sorted",
            failing("heap-hash", new TrialFailure(1, "SomeException: x", ROOM)),
            "--workloads=readrandom",
            "--rounds=1");

    assertThat(tasks).hasSize(2);
    assertThat(said)
        .contains("Failed: readrandom, heap-hash, 1,000 pairs, round 1: SomeException: x");
    assertThat(said).contains("readrandom  ").contains("123.0");
  }

  @Test
  void outputThatIsGarbledFailsItsTrialAloneAndNoneOfItCounts() throws IOException {
    String said =
        run(
            "--stores=heap-hash,heap-sorted",
            (task, trial, output) -> {
              measured(task, trial, output);
              if (trial.peer().label().equals("heap-hash")) {
                output.accept("figure\tx");
              }
            },
            "--workloads=readrandom",
            "--rounds=1");

    assertThat(tasks).hasSize(2);
    assertThat(said)
        .contains("Failed: readrandom, heap-hash, 1,000 pairs, round 1: java.lang.ArrayIndex");
    assertThat(Files.readString(report))
        .contains("\"store\": \"heap-sorted\", \"durability\"")
        .doesNotContain("\"store\": \"heap-hash\", \"durability\"");
  }

  @Test
  void storeOfATrialThatFailedIsNotLeftToOthers() throws IOException {
    run(
        "--stores=cairn-hash",
        failingOnce(2, new TrialFailure(1, "SomeException: x", ROOM)),
        "--workloads=readrandom,readmissing",
        "--rounds=1");

    assertThat(tasks)
        .containsExactly(
            "FILL readrandom cairn-hash 0",
            "MEASURE readrandom cairn-hash 0",
            "FILL readmissing cairn-hash 0",
            "MEASURE readmissing cairn-hash 0");
  }

  @Test
  void storeThatWasThereBeforeFailsIfItCannotBeHad() throws IOException {
    String said =
        run(
            "--stores=heap-hash",
            failingOnce(2, new TrialFailure(ForkedJvm.UNAVAILABLE, "LinkageError: x", ROOM)),
            "--workloads=readrandom,readmissing,readinto",
            "--rounds=1");

    assertThat(tasks).hasSize(3);
    assertThat(said)
        .contains("Failed: readmissing, heap-hash, 1,000 pairs, round 1: LinkageError: x")
        .doesNotContain("Not measured");
  }

  @Test
  void fullDiskEndsTheRunWithWhatWasMeasured() throws IOException {
    String said =
        run(
            "--stores=heap-hash,heap-sorted",
            failing("heap-sorted", new TrialFailure(1, "No space left on device", ROOM)),
            "--workloads=readrandom,readmissing");

    requireOneFigure(said, "no space left for");
  }

  @Test
  void directoryThatCannotBeMadeEndsTheRunWithWhatWasMeasured() throws IOException {
    String said =
        run(
            "--stores=heap-hash,heap-sorted",
            (task, trial, output) -> {
              measured(task, trial, output);
              if (trial.peer().label().equals("heap-sorted")) {
                throw new UncheckedIOException(new IOException("no inode left"));
              }
            },
            "--workloads=readrandom,readmissing");

    requireOneFigure(said, "java.io.IOException: no inode left");
  }

  private void requireOneFigure(String said, String why) throws IOException {
    assertThat(tasks).hasSize(2);
    assertThat(said).contains("123.0").contains("Ended early: " + why).contains("Every round: ");
    assertThat(Files.readString(report)).contains("\"median\": 123.0").contains("\": \"" + why);
  }

  @Test
  void reportThatCannotBeWrittenEndsTheRunWithWhatWasMeasured() throws IOException {
    Files.createFile(directory.resolve("file"));
    report = directory.resolve("file/compare.json");

    String said = run("--stores=heap-hash", this::measured, "--workloads=readrandom,readmissing");

    assertThat(tasks).hasSize(1);
    assertThat(said).contains("123.0").contains("Ended early: java.nio.file.");
    assertThat(said).doesNotContain("Every round: ");
  }

  /** Takes notes, makes what a store would and says that it was fast. */
  private void measured(Task task, Trial trial, Consumer<String> output) {
    tasks.add(
        String.join(
            " ",
            task.name(),
            trial.workload().label(),
            trial.peer().label(),
            Integer.toString(trial.round())));
    try {
      Files.createDirectories(trial.directory());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String name = trial.workload().label();
    output.accept(new Figure(name, Unit.KILO_PER_SECOND, Detail.MAIN, Scope.ANY, 123).toLine());
  }

  private Compare.TaskRunner failing(String store, TrialFailure failure) {
    return (task, trial, output) -> {
      measured(task, trial, output);
      if (trial.peer().label().equals(store)) {
        throw failure;
      }
    };
  }

  /** Fails the task of a number, from 1 on. */
  private Compare.TaskRunner failingOnce(int number, TrialFailure failure) {
    return (task, trial, output) -> {
      measured(task, trial, output);
      if (tasks.size() == number) {
        throw failure;
      }
    };
  }

  /** Returns what is said at the end. */
  private String run(String stores, Compare.TaskRunner jvm, String... more) throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of(stores, "--pairs=1000", "--rounds=2", "--directory=" + directory));
    arguments.addAll(List.of(more));
    arguments.add("--report=" + report);
    Path home = Files.createDirectory(directory.resolve("home"));
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    Compare compare =
        new Compare(CompareOptions.parse(arguments), home, SCREEN.columns(), jvm, nowhere);
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    compare.measureAll();
    compare.print(SCREEN, new PrintStream(out, true, StandardCharsets.UTF_8));

    return out.toString(StandardCharsets.UTF_8);
  }
}
