package dev.cairn.cli.demo;

import dev.cairn.Durability;
import dev.cairn.KeyValueStore;
import dev.cairn.StoreStats;
import dev.cairn.WriteBatch;
import dev.cairn.cli.session.Held;
import dev.cairn.cli.session.Progress;
import dev.cairn.cli.session.Session;
import dev.cairn.cli.session.Unit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Takes one engine through the whole demonstration. */
final class EngineTrial {
  private static final int CHANGE_BATCH_OPERATIONS = 100;

  private final Session session;
  private final Trial trial;
  private final Source source;
  private final RandomGenerator random;

  private final CallTimes puts = new CallTimes();
  private long byteCount;
  private long diskBytes;
  private long comparisonCount;

  EngineTrial(Session session, Trial trial, Source source, RandomGenerator random) {
    this.session = session;
    this.trial = trial;
    this.source = source;
    this.random = random;
  }

  /** Runs the trial. To be called once; {@code errors} takes what killed processes complain of. */
  TrialReport run(int killCount, Path errors) throws IOException {
    ContentCheck loaded;
    try (Held<KeyValueStore> open = trial.open(session)) {
      load(open.get());
      loaded = check("read back", open.get(), Stage.LOADED);
      change(open.get());
      check("read changed", open.get(), Stage.CHANGED);
    }
    long cleanOpenNanos = reopen();
    CrashTrial crashes = new CrashTrial(session, trial, random);
    Steps rounds = new Steps(session);
    try (Progress _ =
        session.progress(
            trial.engine() + ": kill and reopen", killCount, Unit.KILLS, rounds::count)) {
      crashes.run(killCount, errors, rounds);
    }
    try (Held<KeyValueStore> open = trial.open(session)) {
      check("read after kills", open.get(), Stage.CHANGED);
      open.get().verify();
    }
    return new TrialReport(
        trial.engine(),
        puts.pairCount(),
        byteCount,
        puts,
        loaded.gets(),
        loaded.groupGets(),
        diskBytes,
        cleanOpenNanos,
        crashes.slowestOpenNanos(),
        killCount,
        crashes.acknowledgedGroups(),
        comparisonCount + crashes.comparisonCount());
  }

  private void load(KeyValueStore store) throws IOException {
    Steps steps = new Steps(session);
    try (Progress _ = progress("load", 0, steps)) {
      source.forEach((key, value) -> {
        long start = System.nanoTime();
        store.put(key, value);
        puts.add(start, 1);
        byteCount += key.length + value.length;
        steps.done();
      });
    }
    diskBytes = store.stats().diskBytes();
  }

  private ContentCheck check(String what, KeyValueStore store, Stage stage) throws IOException {
    Steps steps = new Steps(session);
    ContentCheck check = new ContentCheck(trial.engine() + ", " + what, store, source, stage);
    try (Progress _ = progress(what, puts.pairCount() + store.stats().entryCount(), steps)) {
      check.run(steps);
    }
    comparisonCount += check.comparisonCount();
    long scriptPairs = CrashScript.contentAfter(CrashScript.groupsIn(store)).size();
    StoreStats stats = store.stats();
    if (scriptPairs == 0 && stats.details().getOrDefault("entryCountIsEstimate", 0L) == 0) {
      Difference.requireEqual(
          trial.engine() + ", " + what + ": entryCount of stats",
          check.expectedPairs(),
          stats.entryCount());
    }
    return check;
  }

  private void change(KeyValueStore store) throws IOException {
    Steps steps = new Steps(session);
    WriteBatch batch = new WriteBatch();
    try (Progress _ = progress("change", puts.pairCount(), steps)) {
      source.forEach((key, original) -> {
        byte @Nullable [] value = Fate.of(key).applyTo(original);
        if (value == null) {
          batch.delete(key);
        } else if (Fate.of(key) == Fate.OVERWRITTEN) {
          batch.put(key, value);
        }
        if (batch.operationCount() == CHANGE_BATCH_OPERATIONS) {
          store.write(batch, Durability.PROCESS);
          batch.clear();
        }
        steps.done();
      });
      store.write(batch, Durability.PROCESS);
    }
  }

  private long reopen() throws IOException {
    long start = System.nanoTime();
    try (Held<KeyValueStore> open = trial.open(session)) {
      long elapsedNanos = System.nanoTime() - start;
      open.get().verify();
      check("read reopened", open.get(), Stage.CHANGED);
      return elapsedNanos;
    }
  }

  private Progress progress(String what, long total, Steps steps) {
    return session.progress(trial.engine() + ": " + what, total, Unit.ENTRIES, steps::count);
  }
}
