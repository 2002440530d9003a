package dev.cairn.benchmarks.compare;

import dev.cairn.benchmarks.store.Peer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * The figures as a table for people: the median of each store with its range and, for each store
 * but the first, how many times better the first is.
 */
final class ReportTable {
  private static final String NONE = "-";

  /** Stands where a ratio would compare writes that survive different things. */
  private static final String REFUSED = "unlike";

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
    List<Results.Subject> shown =
        results.subjects().stream()
            .filter(subject -> subject.pairCount() == pairCount)
            .filter(subject -> subject.detail().compareTo(options.detail()) <= 0)
            .toList();
    text.append(
        String.format(
            Locale.ROOT,
            "%n%,d pairs of %d + %d bytes, rounds: %d; median [least to greatest];"
                + " ratio above 1: %s is better; unlike: writes that survive different things%n",
            pairCount,
            dev.cairn.benchmarks.Pairs.KEY_BYTES,
            options.valueBytes(),
            options.rounds(),
            ours.label()));
    appendRow(text, "", "", Peer::label, other -> "ratio");
    for (Results.Subject subject : shown) {
      appendRow(
          text,
          subject.name(),
          subject.unit().symbol(),
          peer -> cell(subject, peer),
          other -> ratio(subject, other));
    }
  }

  private void appendRow(
      StringBuilder text,
      String name,
      String unit,
      Function<Peer, String> cell,
      Function<Peer, String> ratio) {
    text.append(String.format("%-32s %-7s", name, unit));
    for (Peer peer : options.peers()) {
      text.append(String.format(" %28s", cell.apply(peer)));
      if (peer != ours) {
        text.append(String.format(" %7s", ratio.apply(peer)));
      }
    }
    text.append(System.lineSeparator());
  }

  private String cell(Results.Subject subject, Peer peer) {
    Unit unit = subject.unit();
    return results
        .of(subject, peer)
        .map(summary ->
            summary.rounds().size() == 1
                ? unit.format(summary.median())
                : String.format(
                    "%s [%s to %s]",
                    unit.format(summary.median()),
                    unit.format(summary.min()),
                    unit.format(summary.max())))
        .orElse(NONE);
  }

  private String ratio(Results.Subject subject, Peer other) {
    Optional<Summary> mine = results.of(subject, ours);
    Optional<Summary> theirs = results.of(subject, other);
    if (mine.isEmpty() || theirs.isEmpty() || subject.scope() == Scope.NONE) {
      return NONE;
    }
    if (!results.areComparable(subject, ours, other)) {
      return REFUSED;
    }
    double ratio = subject.unit().advantage(mine.get().median(), theirs.get().median());
    return Double.isFinite(ratio) ? String.format(Locale.ROOT, "%.2f", ratio) : NONE;
  }
}
