package dev.cairn.benchmarks.compare;

import dev.cairn.benchmarks.Directories;
import dev.cairn.benchmarks.store.Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Measures stores against each other in one run, and prints how many times better the first is.
 *
 * <p>Each stage of each store runs in a new JVM. Stores take turns, and each round begins with
 * another one, so that a machine that slows down slows all of them.
 */
public final class Compare {
  private final CompareOptions options;
  private final StageFork fork;
  private final Results results = new Results();
  private int failureCount;

  private Compare(CompareOptions options) {
    this.options = options;
    this.fork = new StageFork(options.jvmFlags());
  }

  /**
   * Runs the comparison.
   *
   * @param arguments see the usage that a wrong one prints
   * @throws IOException if the report cannot be written
   */
  public static void main(String[] arguments) throws IOException {
    CompareOptions options;
    try {
      options = CompareOptions.parse(arguments);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage() + "\n" + CompareOptions.USAGE);
      System.exit(2);
      return;
    }
    Compare compare = new Compare(options);
    compare.run();
    if (compare.failureCount > 0) {
      System.err.println("Incomplete: " + compare.failureCount + " trials failed, see above.");
      System.exit(1);
    }
  }

  private void run() throws IOException {
    Path home = Files.createTempDirectory(Files.createDirectories(options.directory()), "compare-");
    try {
      for (long pairCount : options.pairCounts()) {
        for (int round = 0; round < options.rounds(); round++) {
          for (Peer peer : inTurn(round)) {
            Path directory = home.resolve(peer.label());
            measure(new Trial(peer, pairCount, options.pass(), round, directory));
          }
        }
      }
    } finally {
      Directories.delete(home);
    }
    System.out.print(new ReportTable(options, results));
    System.out.println("Every round: " + options.report());
  }

  private List<Peer> inTurn(int round) {
    List<Peer> peers = new ArrayList<>(options.peers());
    Collections.rotate(peers, -round);
    return peers;
  }

  /** Keeps what there is after each store: a run takes hours, and a later store may fail. */
  private void measure(Trial trial) throws IOException {
    try {
      runStages(trial);
    } catch (StageFailure e) {
      failureCount++;
      System.err.println(e.getMessage());
    } finally {
      Directories.delete(trial.directory());
    }
    ReportJson.write(options, results);
  }

  private void runStages(Trial trial) throws StageFailure {
    for (Stage stage : Stage.of(trial.peer())) {
      System.err.printf(
          "round %d: %s, %,d pairs, %s%n",
          trial.seed() + 1, trial.peer().label(), trial.pairCount(), stage);
      fork.run(stage, trial).forEach(figure -> results.add(trial, figure));
    }
  }
}
