package dev.cairn.benchmarks.report;

import dev.cairn.benchmarks.compare.Unit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Where a peer is better than an engine of Cairn, worst first. */
final class Losses {
  /** A peer that is better by less than the rounds differ anyway is not. */
  private static final double CLEARLY_WORSE = 0.97;

  /** Less than a twentieth of a byte for each byte that was asked for costs nobody anything. */
  private static final double NEGLIGIBLE_AMPLIFICATION = 0.05;

  private final Runs runs;
  private final Setting setting;

  Losses(Runs runs, Setting setting) {
    this.runs = runs;
    this.setting = setting;
  }

  /** All figures of an engine in which it loses to some peer, against the best of them. */
  TextTable of(String engine) {
    TextTable table =
        new TextTable(List.of("Figure", "Pairs", Engines.fullName(engine), "Best peer", "Ratio"));
    worst(engine).forEach(pairing -> table.add(row(pairing)));
    return table;
  }

  private List<Runs.Pairing> worst(String engine) {
    List<Runs.Pairing> losses = new ArrayList<>();
    for (long pairCount : runs.pairCounts(setting)) {
      for (String figure : runs.figures(setting, pairCount, Losses::counts)) {
        runs.bestPeer(new Measurement.Key(setting, pairCount, figure, engine))
            .filter(pairing -> pairing.advantage() < CLEARLY_WORSE)
            .filter(pairing -> !isNegligible(pairing.ours()))
            .ifPresent(losses::add);
      }
    }
    losses.sort(Comparator.comparingDouble(Runs.Pairing::advantage));
    return losses;
  }

  /** Latencies below the 99.9th percentile say what throughput says, and the maximum is chance. */
  private static boolean counts(Measurement measurement) {
    String figure = measurement.key().figure();
    return measurement.isThroughput()
        || measurement.unit() == Unit.AMPLIFICATION
        || figure.endsWith(" p99.9")
        || figure.endsWith(" until open");
  }

  private static boolean isNegligible(Measurement measurement) {
    return measurement.unit() == Unit.AMPLIFICATION
        && measurement.median() < NEGLIGIBLE_AMPLIFICATION;
  }

  private static List<String> row(Runs.Pairing pairing) {
    Measurement ours = pairing.ours();
    Measurement theirs = pairing.theirs();
    return List.of(
        ours.key().figure(),
        String.format(Locale.ROOT, "%,d", ours.key().pairCount()),
        ours.text() + " " + ours.unit().symbol(),
        Engines.name(theirs.store()) + ": " + theirs.text() + " " + theirs.unit().symbol(),
        String.format(Locale.ROOT, "%.2f", pairing.advantage()));
  }
}
