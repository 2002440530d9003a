package dev.cairn.benchmarks.compare;

import dev.cairn.benchmarks.Directories;
import dev.cairn.benchmarks.report.TargetTable;
import dev.cairn.benchmarks.store.Peer;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/**
 * Measures stores against each other in one run, and prints how many times better the first is.
 *
 * <p>Each workload of each store runs in a new JVM. Stores take turns at each workload, and each
 * round begins with another one, so that a machine that slows down slows all of them. Workloads
 * that only read share a store that another JVM has filled.
 */
public final class Compare {
  private static final int INCOMPLETE = 1;
  private static final int WRONG_ARGUMENTS = 2;
  private static final int FAILED = 3;

  private final CompareOptions options;
  private final TaskRunner jvm;
  private final Path home;
  private final Results results;
  private final Progress progress;
  private boolean isReported;

  /** What runs the tasks of a trial: a {@link ForkedJvm}. */
  @FunctionalInterface
  interface TaskRunner {
    void run(Task task, Trial trial, Consumer<String> output) throws TrialFailure;
  }

  /**
   * Prepares a run.
   *
   * @param options what is asked for
   * @param home an empty directory, in which stores are made
   * @param columns characters that fit in a line of the progress
   * @param jvm what runs tasks
   * @param says where it is said how far the run is
   */
  Compare(CompareOptions options, Path home, int columns, TaskRunner jvm, PrintStream says) {
    this.options = options;
    this.home = home;
    this.jvm = jvm;
    this.results = new Results(Instant.now().truncatedTo(ChronoUnit.SECONDS));
    this.progress =
        new Progress(says, Progress.Watcher.ofProcess(), columns, trialCount(), System.nanoTime());
  }

  private int trialCount() {
    long pairs =
        options.workloads().stream()
            .mapToLong(
                workload -> options.peers().stream().filter(workload.procedure()::suits).count())
            .sum();
    return Math.toIntExact(pairs * options.rounds() * options.pairCounts().size());
  }

  /**
   * Runs the comparison.
   *
   * @param arguments see {@code --help}
   */
  public static void main(String[] arguments) {
    if (List.of(arguments).contains("--help")) {
      System.out.print(CompareOptions.usage());
      return;
    }
    CompareOptions options;
    try {
      options = CompareOptions.parse(arguments);
    } catch (IllegalArgumentException | ArithmeticException e) {
      System.err.println("cairn: " + e.getMessage() + "; see cairn compare --help");
      System.exit(WRONG_ARGUMENTS);
      return;
    }
    try {
      System.exit(run(options) ? 0 : INCOMPLETE);
    } catch (IOException e) {
      System.err.println("cairn: " + e);
      System.exit(FAILED);
    }
  }

  /** Returns whether all was measured. */
  private static boolean run(CompareOptions options) throws IOException {
    Path home = Files.createTempDirectory(Files.createDirectories(options.directory()), "compare-");
    Screen screen = Screen.ofProcess();
    ForkedJvm jvm = new ForkedJvm(options.jvmFlags());
    Compare compare = new Compare(options, home, screen.columns(), jvm::run, System.err);
    // Ends with the process, also by Ctrl-C or a plain kill: what is measured until then is in the
    // report, and the stores do not stay behind.
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  jvm.stop();
                  Directories.delete(home);
                },
                "compare-end"));
    compare.measureAll();
    compare.print(screen, System.out);
    return compare.results.isComplete();
  }

  /**
   * Measures until all is done, or a disk fails: that of the stores, which are then no more to be
   * measured, or that of the file, without which nobody learns of what comes after.
   */
  void measureAll() {
    try {
      for (long pairCount : options.pairCounts()) {
        for (int round = 0; round < options.rounds(); round++) {
          if (results.endedEarly().isEmpty()) {
            runRound(pairCount, round);
          }
        }
      }
    } catch (IOException e) {
      endEarly(e.toString());
    } catch (UncheckedIOException e) {
      endEarly(String.valueOf(e.getCause()));
    }
  }

  private void endEarly(String why) {
    results.endEarly(why);
    try {
      report();
    } catch (IOException unwritable) {
      // Then the file is as the last trial left it, and the screen has what came after.
    }
  }

  private void report() throws IOException {
    ReportJson.write(options, results);
    isReported = true;
  }

  /** What was measured, whatever has ended it. */
  void print(Screen screen, PrintStream out) throws IOException {
    out.print(new ReportTable(options, results, screen));
    if (isReported) {
      out.print(TargetTable.of(options.report()));
    }
    results
        .unavailable()
        .forEach((peer, reason) -> out.println("Not measured: " + peer.label() + ": " + reason));
    for (Results.Failure failure : results.failures()) {
      out.println("Failed: " + failure);
    }
    for (Results.Notice notice : results.notices()) {
      out.println("Mind: " + notice);
    }
    if (BlockDevice.of(options.directory()).isEmpty()) {
      out.println("Mind: " + BlockDevice.ABSENT);
    }
    results.endedEarly().ifPresent(why -> out.println("Ended early: " + why));
    if (isReported) {
      out.println("Every round: " + options.report());
    }
  }

  private void runRound(long pairCount, int round) throws IOException {
    int turn = round;
    for (Workload workload : options.workloads()) {
      for (Peer peer : inTurn(turn++)) {
        if (!workload.procedure().suits(peer)) {
          continue;
        }
        if (results.endedEarly().isPresent() || results.unavailable().containsKey(peer)) {
          progress.skip();
        } else {
          measure(peer, workload, pairCount, round);
        }
      }
    }
    for (Peer peer : options.peers()) {
      Directories.delete(filled(peer));
    }
  }

  private List<Peer> inTurn(int turn) {
    List<Peer> peers = new ArrayList<>(options.peers());
    Collections.rotate(peers, -turn);
    return peers;
  }

  /** Keeps what there is after each workload: a run takes hours, and a later one may fail. */
  private void measure(Peer peer, Workload workload, long pairCount, int round) throws IOException {
    Procedure procedure = workload.procedure();
    boolean shares =
        procedure.start() == Start.FILLED && !procedure.writes() && peer.outlivesProcess();
    Path directory = shares ? filled(peer) : home.resolve(peer.label() + "-" + workload.label());
    Trial trial =
        new Trial(options, peer, workload, pairCount, options.pass(), round, directory, 0);
    progress.begin(trial, System.nanoTime());
    boolean isLeftToOthers = false;
    try {
      Trial prepared = prepare(trial, shares);
      List<String> lines = new ArrayList<>();
      jvm.run(Task.MEASURE, prepared, lines::add);
      progress.end(trial, results.add(trial, lines));
      isLeftToOthers = shares;
    } catch (TrialFailure e) {
      fail(trial, e);
    } catch (UncheckedIOException e) {
      throw e; // A disk has failed, which ends the run.
    } catch (RuntimeException e) {
      // Such as of a line that native code has printed into.
      fail(trial, e.toString());
    } finally {
      if (!isLeftToOthers) {
        Directories.delete(directory);
      }
      Directories.delete(trial.rehearsal().directory());
    }
    report();
  }

  private void fail(Trial trial, TrialFailure e) {
    // A store that was there before can be had.
    if (e.isUnavailable() && !results.hasRun(trial.peer())) {
      progress.end(trial, e.reason());
      results.addUnavailable(trial.peer(), e.reason());
    } else if (e.isFullDisk()) {
      progress.end(trial, e.reason());
      results.endEarly("no space left for " + options.directory());
    } else {
      fail(trial, e.reason());
      progress.say(String.valueOf(e.getMessage()));
    }
  }

  private void fail(Trial trial, String reason) {
    progress.end(trial, reason);
    results.addFailure(trial, reason);
  }

  private Trial prepare(Trial trial, boolean shares) throws TrialFailure {
    if (shares && !Files.exists(trial.directory())) {
      jvm.run(Task.FILL, trial, line -> {});
    }
    if (trial.procedure().start() != Start.KILLED) {
      return trial;
    }
    List<KillSign> signs = new ArrayList<>();
    jvm.run(Task.FILL_TO_BE_KILLED, trial, line -> KillSign.ofLine(line).ifPresent(signs::add));
    return trial.afterKill(signs.getLast().acknowledged());
  }

  private Path filled(Peer peer) {
    return home.resolve(peer.label() + "-filled");
  }
}
