package dev.cairn.benchmarks.report;

import dev.cairn.Durability;
import dev.cairn.benchmarks.compare.Scope;
import dev.cairn.benchmarks.compare.Summary;
import dev.cairn.benchmarks.compare.Unit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** Makes a run of figures that a test names. */
final class MeasuredRun {
  static final long PAIRS = 1000;

  private final String date;
  private final SequencedMap<Measurement.Key, Measurement> measurements = new LinkedHashMap<>();

  MeasuredRun(String date) {
    this.date = date;
  }

  static Measurement.Key key(String figure, String store) {
    return new Measurement.Key(Setting.USUAL, PAIRS, figure, store);
  }

  /** Adds a figure whose name begins with that of its workload. */
  MeasuredRun add(String figure, Unit unit, String store, Double... rounds) {
    return add(figure, unit, Scope.ANY, store, rounds);
  }

  MeasuredRun add(String figure, Unit unit, Scope scope, String store, Double... rounds) {
    Measurement.Key key = key(figure, store);
    measurements.put(
        key,
        new Measurement(
            key,
            figure.split(" ", 2)[0],
            unit,
            scope,
            Durability.PROCESS,
            Summary.of(Arrays.asList(rounds))));
    return this;
  }

  Run run() {
    Run.Origin origin = new Run.Origin(date, "", "", Map.of(), Map.of(), 1, "1", List.of());
    return new Run(origin, Setting.USUAL, measurements, List.of());
  }

  Runs alone() {
    return new Runs(List.of(run()));
  }
}
