package dev.cairn.benchmarks.compare;

import dev.cairn.benchmarks.store.Peer;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * The figures as a table for people: the median of each store with its range and, for each store
 * but the first, how many times better the first is.
 */
final class ReportTable {
  private static final String NONE = "-";

  private final CompareOptions options;
  private final Results results;
  private final Peer ours;

  ReportTable(CompareOptions options, Results results) {
    this.options = options;
    this.results = results;
    this.ours = options.peers().getFirst();
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (long pairCount : options.pairCounts()) {
      appendTable(text, pairCount);
    }
    return text.toString();
  }

  private void appendTable(StringBuilder text, long pairCount) {
    text.append(
        String.format(
            Locale.ROOT,
            "%n%,d pairs, rounds: %d; median [least to greatest]; ratio above 1: %s is better%n",
            pairCount,
            options.rounds(),
            ours.label()));
    appendRow(text, "", "", ReportTable::heading, other -> "ratio");
    for (Results.Subject subject : results.subjects()) {
      if (subject.pairCount() == pairCount) {
        appendRow(
            text,
            subject.name(),
            subject.unit().symbol(),
            peer -> cell(subject, peer),
            other -> ratio(subject, other));
      }
    }
  }

  private void appendRow(
      StringBuilder text,
      String name,
      String unit,
      Function<Peer, String> cell,
      Function<Peer, String> ratio) {
    text.append(String.format("%-48s %-8s", name, unit));
    for (Peer peer : options.peers()) {
      text.append(String.format(" %34s", cell.apply(peer)));
      if (peer != ours) {
        text.append(String.format("%8s", ratio.apply(peer)));
      }
    }
    text.append(System.lineSeparator());
  }

  private static String heading(Peer peer) {
    return peer.label() + " (" + peer.durability() + ")";
  }

  private String cell(Results.Subject subject, Peer peer) {
    Unit unit = subject.unit();
    return results
        .of(subject, peer)
        .map(summary ->
            String.format(
                "%s [%s to %s]",
                unit.format(summary.median()),
                unit.format(summary.min()),
                unit.format(summary.max())))
        .orElse(NONE);
  }

  /** Writes of unlike durability get no ratio, whatever it would say. */
  private String ratio(Results.Subject subject, Peer other) {
    Optional<Summary> mine = results.of(subject, ours);
    Optional<Summary> theirs = results.of(subject, other);
    if (!subject.scope().joins(ours, other) || mine.isEmpty() || theirs.isEmpty()) {
      return NONE;
    }
    double ratio = subject.unit().advantage(mine.get().median(), theirs.get().median());
    return Double.isFinite(ratio) ? String.format(Locale.ROOT, "%.2f", ratio) : NONE;
  }
}
