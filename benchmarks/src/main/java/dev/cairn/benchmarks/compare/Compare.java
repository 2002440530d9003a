package dev.cairn.benchmarks.compare;

import dev.cairn.benchmarks.Directories;
import dev.cairn.benchmarks.store.Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Measures stores against each other in one run, and prints how many times better the first is.
 *
 * <p>Each workload of each store runs in a new JVM. Stores take turns at each workload, and each
 * round begins with another one, so that a machine that slows down slows all of them. Workloads
 * that only read share a store that another JVM has filled.
 */
public final class Compare {
  /** A disk with less space than this is why a trial failed. */
  private static final long FULL_DISK_BYTES = 64L << 20;

  private final CompareOptions options;
  private final ForkedJvm jvm;
  private final Path home;
  private final Results results = new Results();
  private final Set<Peer> unavailable = EnumSet.noneOf(Peer.class);
  private int failureCount;
  private boolean isDiskFull;

  private Compare(CompareOptions options, Path home) {
    this.options = options;
    this.home = home;
    this.jvm = new ForkedJvm(options.jvmFlags());
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
    Path home = Files.createTempDirectory(Files.createDirectories(options.directory()), "compare-");
    Compare compare = new Compare(options, home);
    try {
      compare.run();
    } finally {
      Directories.delete(home);
    }
    if (compare.failureCount > 0) {
      System.err.println("Incomplete: " + compare.failureCount + " trials failed, see above.");
      System.exit(1);
    }
  }

  private void run() throws IOException {
    for (long pairCount : options.pairCounts()) {
      for (int round = 0; round < options.rounds() && !isDiskFull; round++) {
        runRound(pairCount, round);
      }
    }
    System.out.print(new ReportTable(options, results));
    for (Peer peer : unavailable) {
      System.out.println("Not measured, because it cannot be had here: " + peer.label());
    }
    if (isDiskFull) {
      System.out.println("Ended early: no space left for " + home);
    }
    System.out.println("Every round: " + options.report());
  }

  private void runRound(long pairCount, int round) throws IOException {
    int turn = round;
    for (Workload workload : options.workloads()) {
      for (Peer peer : inTurn(turn++)) {
        if (!isDiskFull && !unavailable.contains(peer) && workload.procedure().suits(peer)) {
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
    Trial trial = new Trial(options, peer, workload, pairCount, options.pass(), round, directory);
    System.err.printf(
        "round %d: %s, %s, %,d pairs%n", round + 1, workload.label(), peer.label(), pairCount);
    try {
      prepare(trial, shares);
      List<String> lines = new ArrayList<>();
      jvm.run(Task.MEASURE, trial, lines::add);
      results.add(trial, lines);
    } catch (TrialFailure e) {
      System.err.println(e.getMessage());
      if (e.isUnavailable()) {
        unavailable.add(peer);
      } else {
        failureCount++;
        isDiskFull = home.toFile().getUsableSpace() < FULL_DISK_BYTES;
      }
    } finally {
      if (!shares) {
        Directories.delete(directory);
      }
      Directories.delete(trial.rehearsal().directory());
    }
    ReportJson.write(options, results);
  }

  private void prepare(Trial trial, boolean shares) throws TrialFailure {
    if (shares && !Files.exists(trial.directory())) {
      try {
        jvm.run(Task.FILL, trial, line -> {});
      } catch (TrialFailure e) {
        Directories.delete(trial.directory());
        throw e;
      }
    }
    if (trial.procedure().start() == Start.KILLED) {
      jvm.run(Task.FILL_TO_BE_KILLED, trial, line -> {});
    }
  }

  private Path filled(Peer peer) {
    return home.resolve(peer.label() + "-filled");
  }
}
