package dev.cairn.cli.demo;

import dev.cairn.KeyValueStore;
import dev.cairn.cli.session.Held;
import dev.cairn.cli.session.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.util.random.RandomGenerator;

/**
 * Kills a process that writes to a store, opens the store, and compares: all that was acknowledged
 * is there, and nothing that was never written.
 */
final class CrashTrial {
  private static final int MOST_ACKNOWLEDGEMENTS = 3_000;

  private final Session session;
  private final Trial trial;
  private final RandomGenerator random;

  private long acknowledgedGroups;
  private long comparisonCount;
  private long slowestOpenNanos;

  CrashTrial(Session session, Trial trial, RandomGenerator random) {
    this.session = session;
    this.trial = trial;
    this.random = random;
  }

  /** Kills and checks so many times; the store is closed before and after. */
  void run(int rounds, Path errors, Steps steps) throws IOException {
    for (int round = 1; round <= rounds; round++) {
      long before = acknowledgedGroups;
      try (Held<WriterProcess> writer =
          session.hold(WriterProcess.start(trial.directory(), trial.engine(), errors))) {
        acknowledgedGroups = writer.get().killAfter(1 + random.nextInt(MOST_ACKNOWLEDGEMENTS));
      }
      if (acknowledgedGroups <= before) {
        throw Difference.failure("round " + round + " of killing: nothing was acknowledged");
      }
      check("after kill " + round + " of " + rounds);
      steps.done();
    }
  }

  private void check(String when) {
    long start = System.nanoTime();
    try (Held<KeyValueStore> open = trial.open(session)) {
      slowestOpenNanos = Math.max(slowestOpenNanos, System.nanoTime() - start);
      KeyValueStore store = open.get();
      long groups = CrashScript.groupsIn(store);
      String where = trial.engine() + ", " + when;
      if (groups < acknowledgedGroups) {
        throw Difference.failure(
            where
                + ": group "
                + acknowledgedGroups
                + " was acknowledged, but the last is "
                + groups);
      }
      CrashCheck check = new CrashCheck(where, store);
      check.run(groups);
      comparisonCount += check.comparisonCount();
      // The next round goes on from here.
      acknowledgedGroups = groups;
    }
  }

  long acknowledgedGroups() {
    return acknowledgedGroups;
  }

  long comparisonCount() {
    return comparisonCount;
  }

  /** How long the store took to open after a kill, at worst. */
  long slowestOpenNanos() {
    return slowestOpenNanos;
  }
}
