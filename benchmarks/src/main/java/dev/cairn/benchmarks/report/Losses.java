package dev.cairn.benchmarks.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Where a peer is better than an engine of Cairn, worst first. */
final class Losses {
  /** A peer that is better by less than the rounds differ anyway is not. */
  private static final double CLEARLY_WORSE = 0.97;

  /** Less than a twentieth of a byte for each byte that was asked for costs nobody anything. */
  private static final double NEGLIGIBLE_AMPLIFICATION = 0.05;

  /** Nor does less than a byte for each pair. */
  private static final double NEGLIGIBLE_BYTES = 1;

  /** Workloads so long that their longest operation is more than chance. */
  private static final Set<String> LONG =
      Set.of(
          "fillseq", "fillrandom", "fillseqbatch", "fillbatch", "overwriteall", "readwhilewriting");

  /** Ends the name of a part of the memory outside the heap. */
  private static final String INDEX = " index a pair";

  /** What is left out, for people. */
  static final String LEFT_OUT =
      """
      - percentiles but p99.9: the lower ones say what the throughput says, and what is rarer shows
        in the longest operation;
      - the longest operation (`max`) but of `fillseq`, `fillrandom`, `fillseqbatch`, `fillbatch`,
        `overwriteall` and `readwhilewriting`: in other workloads it is chance;
      - memory but after `fillrandom`, because it is much the same after other fills, and the
        index's part of it, which not all stores know;
      - how long it took to settle, to close and to collect garbage;
      - bytes that are not divided by others, as amplifications are;
      - amplifications of workloads in which a faster store writes more, which have no ratio under
        Ratios either, and all that `fillsync`, and work that was cut short, took of the machine;
      - amplifications below 0.05 and memory below a byte a pair, which cost nothing.
      """;

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

  /** All figures but those that {@link #LEFT_OUT} names. */
  private static boolean counts(Measurement measurement) {
    String figure = measurement.key().figure();
    return switch (measurement.unit()) {
      case KILO_PER_SECOND, AMPLIFICATION -> true;
      case MICROS ->
          figure.endsWith(" p99.9")
              || figure.endsWith(" CPU a pair")
              || (figure.endsWith(" max") && LONG.contains(measurement.workload()));
      case MILLIS -> figure.endsWith(" until open");
      case BYTES_PER_PAIR -> measurement.workload().equals("fillrandom") && !figure.endsWith(INDEX);
      case MEGABYTES, COUNT -> false;
    };
  }

  private static boolean isNegligible(Measurement measurement) {
    return switch (measurement.unit()) {
      case AMPLIFICATION -> measurement.median() < NEGLIGIBLE_AMPLIFICATION;
      case BYTES_PER_PAIR -> measurement.median() < NEGLIGIBLE_BYTES;
      case KILO_PER_SECOND, MICROS, MILLIS, MEGABYTES, COUNT -> false;
    };
  }

  private static List<String> row(Runs.Pairing pairing) {
    Measurement ours = pairing.ours();
    Measurement theirs = pairing.theirs();
    return List.of(
        ours.key().figure(),
        String.format(Locale.ROOT, "%,d", ours.key().pairCount()),
        ours.text() + " " + ours.unit().symbol(),
        Engines.name(theirs.store()) + ": " + theirs.text() + " " + theirs.unit().symbol(),
        ratio(pairing.advantage()));
  }

  /** With two digits that say something, however bad it is. */
  private static String ratio(double advantage) {
    return String.format(Locale.ROOT, advantage < 0.1 ? "%.3f" : "%.2f", advantage);
  }
}
