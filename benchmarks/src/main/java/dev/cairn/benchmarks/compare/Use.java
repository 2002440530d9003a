package dev.cairn.benchmarks.compare;

import dev.cairn.benchmarks.Directories;
import dev.cairn.benchmarks.Pairs;
import dev.cairn.benchmarks.store.Footprint;
import dev.cairn.benchmarks.store.StoreUnderTest;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;

/** The main stage: fills a store, uses it in every way it offers, and closes it. */
final class Use {
  private final Trial trial;
  private final Recorder recorder;
  private final Map<Scenario, Double> firstRates = new EnumMap<>(Scenario.class);

  private Use(Trial trial, Recorder recorder) {
    this.trial = trial;
    this.recorder = recorder;
  }

  static void run(Trial trial, Recorder recorder) throws IOException {
    Rehearsal.run(trial);
    new Use(trial, recorder).run();
  }

  static List<Scenario> scenariosOf(StoreUnderTest store) {
    return Arrays.stream(Scenario.values())
        .filter(s -> s.roles().stream().allMatch(role -> role.access().isOfferedBy(store)))
        .toList();
  }

  private void run() throws IOException {
    long heapBytesBefore = Memory.liveHeapBytes();
    StoreUnderTest store = trial.peer().open(trial.home());
    fill(store);
    recordMemory(store.footprint(), Memory.liveHeapBytes() - heapBytesBefore);
    recordDisk("disk, filled");

    GcPauses pauses = new GcPauses("in use");
    Pass pass = new Pass(store, trial.population(), new SplittableRandom(trial.seed()));
    for (Scenario scenario : scenariosOf(store)) {
      measure(pass, scenario);
    }
    pauses.recordTo(recorder);
    recordGainOfGetAll();

    long begin = System.nanoTime();
    store.close();
    recorder.millis("close", Scope.SAME_DURABILITY, System.nanoTime() - begin);
    recordDisk("disk, overwritten and closed");
  }

  private void fill(StoreUnderTest store) {
    GcPauses pauses = new GcPauses("filling");
    long nanos = Fill.nanos(store, trial.population());
    recorder.rate("fill by single puts", Scope.SAME_DURABILITY, trial.pairCount() * 1e9 / nanos);
    pauses.recordTo(recorder);
  }

  private void recordMemory(Footprint footprint, long heapBytes) throws IOException {
    double pairCount = trial.pairCount();
    double heldBytes = footprint.memoryBytes() + Math.max(0, heapBytes);
    recorder.figure(
        "memory beyond the pairs",
        Unit.BYTES_PER_PAIR,
        Scope.ANY,
        heldBytes / pairCount - Pairs.KEY_BYTES - Pairs.VALUE_BYTES);
    recorder.megabytes("memory outside the heap", Scope.NONE, footprint.memoryBytes());
    recorder.megabytes("heap, live", Scope.NONE, heapBytes);
    footprint
        .indexBytes()
        .ifPresent(
            bytes -> recorder.figure("index", Unit.BYTES_PER_PAIR, Scope.ANY, bytes / pairCount));
    Memory.residentBytes()
        .ifPresent(bytes -> recorder.megabytes("resident process", Scope.ANY, bytes));
  }

  private void recordDisk(String name) throws IOException {
    if (trial.peer().outlivesProcess()) {
      long bytes = Directories.bytes(trial.home().directory());
      recorder.megabytes(name, Scope.SAME_DURABILITY, bytes);
    }
  }

  private void measure(Pass pass, Scenario scenario) {
    List<Double> rates = pass.settledThroughput(scenario, trial.pass());
    List<Histogram> latencies = pass.latency(scenario, trial.pass());
    for (int i = 0; i < scenario.roles().size(); i++) {
      String label = scenario.roles().get(i).label();
      recorder.rate(label, scenario.scope(), rates.get(i));
      recorder.percentiles(label, scenario.scope(), latencies.get(i));
    }
    firstRates.put(scenario, rates.getFirst());
  }

  /** What asking for many keys at once is worth; only some stores can be asked so. */
  private void recordGainOfGetAll() {
    Double together = firstRates.get(Scenario.GET_ALL);
    Double single = firstRates.get(Scenario.GET);
    if (together != null && single != null) {
      recorder.figure("getAll of 100 over get", Unit.RATIO, Scope.ANY, together / single);
    }
  }
}
