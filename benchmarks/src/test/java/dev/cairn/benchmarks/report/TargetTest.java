package dev.cairn.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Durability;
import dev.cairn.benchmarks.compare.Scope;
import dev.cairn.benchmarks.compare.Summary;
import dev.cairn.benchmarks.compare.Unit;
import dev.cairn.benchmarks.report.Target.Bound;
import dev.cairn.benchmarks.report.Target.Figure;
import dev.cairn.benchmarks.report.Target.Part;
import dev.cairn.benchmarks.report.Target.Verdict;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class TargetTest {
  private static final long SIZE = 1_000_000;
  private static final Figure OURS = new Figure("cairn-lsm", "put");
  private static final Figure THEIRS = new Figure("rocksdb", "put");

  private final SequencedMap<Measurement.Key, Measurement> measurements = new LinkedHashMap<>();

  @Test
  void quotientOfTheMediansDecidesAndItsRangeIsThatOfTheRounds() {
    add(OURS, Durability.PROCESS, 200.0, 330.0, 220.0);
    add(THEIRS, Durability.PROCESS, 100.0, 110.0, 100.0);

    assertThat(outcome(atLeast(2.2)))
        .hasValue(new Target.Outcome(Verdict.MET, "2.20 × [2.00 to 3.00]"));
    assertThat(outcome(atLeast(2.3)).orElseThrow().verdict()).isEqualTo(Verdict.MISSED);
  }

  @Test
  void mostIsABoundFromAbove() {
    add(OURS, Durability.PROCESS, 110.0, 110.0);
    add(THEIRS, Durability.PROCESS, 100.0, 100.0);

    Target target = new Target("cairn-lsm", "", OURS, THEIRS, Bound.AT_MOST, 1.1, 0);

    assertThat(outcome(target)).hasValue(new Target.Outcome(Verdict.MET, "1.10 × [1.10 to 1.10]"));
  }

  @Test
  void oneRoundNearTheLimitDecidesNothing() {
    add(OURS, Durability.PROCESS, 220.0);
    add(THEIRS, Durability.PROCESS, 100.0);

    assertThat(outcome(atLeast(1.5)).orElseThrow()).hasToString("met 2.20 ×");
    assertThat(outcome(atLeast(2)).orElseThrow()).hasToString("perhaps met 2.20 ×");
    assertThat(outcome(atLeast(2.5)).orElseThrow()).hasToString("perhaps missed 2.20 ×");
    assertThat(outcome(atLeast(3)).orElseThrow()).hasToString("missed 2.20 ×");
    Target absolute = new Target("cairn-lsm", "", OURS, null, Bound.AT_LEAST, 200, 0);
    assertThat(outcome(absolute).orElseThrow()).hasToString("perhaps met 220.0 k/s");
  }

  @Test
  void writesThatSurviveDifferentThingsAreNotCompared() {
    add(OURS, Durability.PROCESS, 200.0);
    add(THEIRS, Durability.MEMORY, 100.0);

    assertThat(outcome(atLeast(1)).orElseThrow().verdict()).isEqualTo(Verdict.UNLIKE);
  }

  @Test
  void figuresOfARunThatWasCutShortAreNotCompared() {
    add(OURS, Durability.PROCESS, 200.0);
    add(THEIRS, Scope.CUT_SHORT, Durability.PROCESS, 100.0);

    assertThat(outcome(atLeast(1)).orElseThrow()).hasToString("cut short");
    assertThat(RatioTable.of(new Runs(List.of(run())), Setting.USUAL, SIZE, "cairn-lsm").markdown())
        .contains("| 200.0 | 100.0 | cut short |");
    Target absolute = new Target("rocksdb", "", THEIRS, null, Bound.AT_MOST, 200, 0);
    assertThat(outcome(absolute).orElseThrow()).hasToString("cut short");
  }

  @Test
  void nothingIsSaidAboutWorkThatDependsOnTheSpeed() {
    add(OURS, Scope.NONE, Durability.PROCESS, 200.0);
    add(THEIRS, Scope.NONE, Durability.PROCESS, 100.0);

    assertThat(outcome(atLeast(1))).isEmpty();
  }

  @Test
  void figuresOfDifferentRunsAreNotCompared() {
    add(OURS, Durability.PROCESS, 200.0);
    Run mine = run();
    measurements.clear();
    add(THEIRS, Durability.PROCESS, 100.0);

    assertThat(atLeast(1).outcome(new Runs(List.of(mine, run())), Setting.USUAL, SIZE)).isEmpty();
  }

  @Test
  void nothingIsSaidAboutSmallerStoresThanTheTargetIsFor() {
    add(OURS, Durability.PROCESS, 200.0);

    Target target = new Target("cairn-lsm", "", OURS, null, Bound.AT_LEAST, 50, SIZE + 1);

    assertThat(outcome(target)).isEmpty();
  }

  @Test
  void whatAPairTakesBesideItsContentCanBeWhatCounts() {
    add(OURS, Durability.PROCESS, 11.0, 11.0);
    add(THEIRS, Durability.PROCESS, 226.0, 226.0);

    Figure overhead = new Figure("rocksdb", "put", Part.BESIDE_CONTENT);
    Target target = new Target("cairn-lsm", "", OURS, overhead, Bound.AT_MOST, 0.1, 0);

    assertThat(outcome(target)).hasValue(new Target.Outcome(Verdict.MET, "0.10 ×"));
  }

  @Test
  void targetsAreOfEnginesAndNameFiguresOfWorkloads() {
    assertThat(Targets.ALL).hasSizeGreaterThan(60).allMatch(t -> Engines.isEngine(t.engine()));
    assertThat(Targets.ALL).noneMatch(target -> target.text().startsWith("null"));
    assertThat(Targets.ALL.stream().map(Target::text))
        .contains(
            "longest overwrite beside compaction, µs",
            "space on disk, by MVStore",
            "space on disk, by Tupl");
  }

  /** Where growth is what counts, the store that is not told its size must be the one. */
  @Test
  void targetOfAStoreThatGrowsIsOneOfTheEngineAndOfTheStoreThatDoes() {
    long size = 10_000_000;
    add(size, new Figure("cairn-hash", "fillrandom max"), 100.0);
    add(size, new Figure("cairn-hash-growing", "fillrandom max"), 7_500.0);
    Runs runs = new Runs(List.of(run()));

    assertThat(Targets.ALL)
        .filteredOn(target -> target.text().contains("grows"))
        .isNotEmpty()
        .allMatch(target -> target.ours().store().equals("cairn-hash-growing"));
    assertThat(TargetTable.of(runs, Setting.USUAL, "cairn-hash").markdown())
        .contains("| longest put while it grows, µs | ≤ 5,000 | missed 7,500.0 k/s |");
  }

  private static Target atLeast(double limit) {
    return new Target("cairn-lsm", "", OURS, THEIRS, Bound.AT_LEAST, limit, 0);
  }

  private Optional<Target.Outcome> outcome(Target target) {
    return target.outcome(new Runs(List.of(run())), Setting.USUAL, SIZE);
  }

  private void add(Figure figure, Durability durability, Double... rounds) {
    add(figure, Scope.SAME_DURABILITY, durability, rounds);
  }

  private void add(Figure figure, Scope scope, Durability durability, Double... rounds) {
    add(figure.at(Setting.USUAL, SIZE), scope, durability, rounds);
  }

  private void add(long pairCount, Figure figure, Double... rounds) {
    add(figure.at(Setting.USUAL, pairCount), Scope.ANY, Durability.PROCESS, rounds);
  }

  private void add(Measurement.Key key, Scope scope, Durability durability, Double... rounds) {
    measurements.put(
        key,
        new Measurement(
            key,
            "overwrite",
            Unit.KILO_PER_SECOND,
            scope,
            durability,
            Summary.of(Arrays.asList(rounds))));
  }

  private Run run() {
    Run.Origin origin = new Run.Origin("", "", "", Map.of(), Map.of(), 1, "1", List.of());
    return new Run(origin, Setting.USUAL, measurements, List.of());
  }
}
