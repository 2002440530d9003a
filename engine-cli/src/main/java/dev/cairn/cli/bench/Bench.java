package dev.cairn.cli.bench;

import dev.cairn.KeyValueStore;
import dev.cairn.Stores;
import dev.cairn.cli.session.Held;
import dev.cairn.cli.session.Progress;
import dev.cairn.cli.session.Session;
import dev.cairn.cli.session.Unit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Runs phases one after another. A phase that fills begins with a new store, the others go on with
 * the one that is there; if the first phase does not fill, the store is filled before it,
 * unmeasured.
 */
public final class Bench {
  private final Session session;
  private final BenchPlan plan;
  private final Path directory;

  private @Nullable Held<KeyValueStore> open;
  private int storeCount;

  /**
   * Prepares the measurement.
   *
   * @param session where progress is shown
   * @param plan what is measured
   * @param directory where the stores go, each in a directory of its own
   */
  public Bench(Session session, BenchPlan plan, Path directory) {
    this.session = session;
    this.plan = plan;
    this.directory = directory;
  }

  /**
   * Runs the phases.
   *
   * @param phases what to run, in this order
   * @return a result for each phase, and one more for the writer beside readers
   */
  public List<PhaseResult> run(List<Phase> phases) {
    List<PhaseResult> results = new ArrayList<>();
    try {
      if (phases.getFirst().kind() != Phase.Kind.FILL) {
        openNewStore();
        measure(Phase.FILLRANDOM);
      }
      for (Phase phase : phases) {
        if (phase.kind() == Phase.Kind.FILL) {
          openNewStore();
        }
        results.addAll(phase == Phase.REOPEN ? List.of(reopen()) : measure(phase));
      }
    } finally {
      close();
    }
    return results;
  }

  private void openNewStore() {
    close();
    storeCount++;
    open();
  }

  private KeyValueStore open() {
    Path place = directory.resolve("store-" + storeCount);
    Held<KeyValueStore> opened = session.hold(Stores.open(place, plan.engine(), plan.settings()));
    open = opened;
    return opened.get();
  }

  private void close() {
    if (open != null) {
      open.close();
      open = null;
    }
  }

  private KeyValueStore store() {
    if (open == null) {
      throw new IllegalStateException("no store is open");
    }
    return open.get();
  }

  private PhaseResult reopen() {
    close();
    long start = System.nanoTime();
    KeyValueStore reopened = open();
    long elapsedNanos = System.nanoTime() - start;
    Histogram nanos = new Histogram(3);
    nanos.recordValue(elapsedNanos);
    return new PhaseResult(Phase.REOPEN.label(), 1, 0, elapsedNanos, nanos, reopened.stats());
  }

  private List<PhaseResult> measure(Phase phase) {
    long pairCount = phase.kind() == Phase.Kind.READ ? plan.readCount() : plan.pairCount();
    Workloads workloads = new Workloads(plan, store());
    try (Crew crew = new Crew(session)) {
      for (Share share : Share.divide(pairCount, plan.threadCount())) {
        crew.add(workloads.of(phase, share), share.count());
      }
      if (phase == Phase.READWHILEWRITING) {
        crew.addBackground(workloads.overwriteForever());
      }
      try (Progress _ =
          session.progress(phase.label(), pairCount, Unit.OPERATIONS, crew::pairsDone)) {
        crew.run();
      }
      int pairBytes = phase == Phase.READMISSING ? 0 : plan.pairBytes();
      List<PhaseResult> results = new ArrayList<>();
      results.add(crew.result(phase.label(), pairBytes, store().stats()));
      if (phase == Phase.READWHILEWRITING) {
        results.add(crew.backgroundResult("+ writing", pairBytes, store().stats()));
      }
      return results;
    }
  }
}
