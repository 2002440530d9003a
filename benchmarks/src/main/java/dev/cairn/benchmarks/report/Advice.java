package dev.cairn.benchmarks.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;

/** Which engine for which work and what each costs, derived from the figures at one size. */
final class Advice {
  /** Engines whose figures differ by less are as good as each other. */
  private static final double CLEARLY_BETTER = 1.1;

  /** The same for figures of few rounds, which may differ as much by chance. */
  private static final double CLEARLY_BETTER_IN_FEW_ROUNDS = 4 / 3.0;

  private static final int MANY_ROUNDS = 3;

  private final Runs runs;
  private final Setting setting;
  private final long pairCount;

  Advice(Runs runs, Setting setting, long pairCount) {
    this.runs = runs;
    this.setting = setting;
    this.pairCount = pairCount;
  }

  /** The engines that do the whole of a work, the best first; none if no run has several. */
  private List<Measurement> ranked(Work work) {
    List<Measurement> ranked =
        runs.ranking(setting, pairCount, work.figure()).stream()
            .flatMap(run -> run.engines(setting, pairCount, work.figure()).stream())
            .filter(measurement -> !measurement.isCutShort())
            .sorted(
                Comparator.comparingDouble(
                    measurement -> -measurement.unit().advantage(measurement.median(), 1)))
            .toList();
    return ranked.size() > 1 ? ranked : List.of();
  }

  /** A work, and how little is known of it. */
  private static String text(Work work, List<Measurement> ranked) {
    boolean isOfOneRound = ranked.stream().anyMatch(measurement -> measurement.roundCount() == 1);
    return work.text() + (isOfOneRound ? " (one round)" : "");
  }

  /** The engine, and what it was told beforehand that others were not. */
  private static String name(Measurement measurement) {
    return Engines.name(measurement.store()) + (isToldItsSize(measurement) ? " told its size" : "");
  }

  /** Whether a new store is filled whose index has room for all pairs from the beginning. */
  private static boolean isToldItsSize(Measurement measurement) {
    return measurement.store().equals(Engines.HASH) && measurement.workload().startsWith("fill");
  }

  /** For each work the engine to take. */
  TextTable choices() {
    TextTable table = new TextTable(List.of("For", "take", "the other engines", "peers"));
    for (Work work : Work.ALL) {
      List<Measurement> ranked = ranked(work);
      if (!ranked.isEmpty()) {
        table.add(
            List.of(text(work, ranked), winners(ranked), others(ranked), peer(ranked.getFirst())));
      }
    }
    return table;
  }

  /** The best, and those that are as good. */
  private static List<Measurement> best(List<Measurement> ranked) {
    return ranked.stream().filter(other -> isAsGood(ranked.getFirst(), other)).toList();
  }

  /** Whether one is no worse than the best by more than a bit, or than the rounds differ. */
  private static boolean isAsGood(Measurement best, Measurement other) {
    double advantage = advantage(best, other);
    boolean areManyRounds = Math.min(best.roundCount(), other.roundCount()) >= MANY_ROUNDS;
    return other.equals(best)
        || best.overlaps(other)
        || (advantage > 0
            && advantage < (areManyRounds ? CLEARLY_BETTER : CLEARLY_BETTER_IN_FEW_ROUNDS));
  }

  private static double advantage(Measurement one, Measurement other) {
    return one.unit().advantage(one.median(), other.median());
  }

  private static String winners(List<Measurement> ranked) {
    List<String> names =
        best(ranked).stream()
            .map(measurement -> "**" + name(measurement) + "** (" + number(measurement) + ")")
            .toList();
    return String.join(" or ", names);
  }

  private static String number(Measurement measurement) {
    return measurement.unit().format(measurement.median()) + " " + measurement.unit().symbol();
  }

  private static String others(List<Measurement> ranked) {
    List<Measurement> best = best(ranked);
    List<String> texts =
        ranked.stream()
            .filter(measurement -> !best.contains(measurement))
            .map(measurement ->
                name(measurement) + " " + times(1 / advantage(ranked.getFirst(), measurement)))
            .toList();
    return String.join(", ", texts);
  }

  /** The best peer in the run in which the engine is the best. */
  private String peer(Measurement engine) {
    return runs.ranking(setting, pairCount, engine.key().figure())
        .flatMap(run -> run.bestPeer(engine.key()))
        .map(pairing ->
            Engines.name(pairing.theirs().store()) + " " + times(1 / pairing.advantage()))
        .orElse("");
  }

  private static String times(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.2f ×" : "%.0f ×", value);
  }

  /** For each engine the works that it is best at. */
  SequencedMap<String, List<String>> strengths() {
    SequencedMap<String, List<String>> strengths = new LinkedHashMap<>();
    runs.engines().forEach(engine -> strengths.put(engine, new ArrayList<>()));
    for (Work work : Work.ALL) {
      List<Measurement> ranked = ranked(work);
      for (Measurement measurement : ranked.isEmpty() ? ranked : best(ranked)) {
        strengths.getOrDefault(measurement.store(), new ArrayList<>()).add(text(work, ranked));
      }
    }
    return strengths;
  }

  /** What each engine costs, with the least of each row, and what is as good, in bold. */
  TextTable costs() {
    List<String> engines = runs.engines();
    List<String> header = new ArrayList<>(List.of("Cost"));
    engines.forEach(engine -> header.add(Engines.name(engine)));
    TextTable table = new TextTable(header);
    for (Work cost : Work.COSTS) {
      List<Measurement> ranked = ranked(cost);
      if (!ranked.isEmpty()) {
        List<Measurement> best = best(ranked);
        Map<String, String> cells = new LinkedHashMap<>();
        for (Measurement measurement : ranked) {
          String number = measurement.unit().format(measurement.median());
          cells.put(
              measurement.store(), best.contains(measurement) ? "**" + number + "**" : number);
        }
        List<String> row = new ArrayList<>(List.of(text(cost, ranked)));
        engines.forEach(engine -> row.add(cells.getOrDefault(engine, "")));
        table.add(row);
      }
    }
    return table;
  }
}
