package dev.cairn.benchmarks.compare;

import dev.cairn.benchmarks.Pairs;
import dev.cairn.benchmarks.store.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * The figures as tables for people: the median of each store with its range and, for each store but
 * the first that can be had, how many times better that is. Stores that do not fit beside the first
 * get tables of their own.
 */
final class ReportTable {
  private static final String NONE = "-";

  /** Stands where a ratio would compare writes that survive different things. */
  private static final String REFUSED = "unlike";

  private static final int NAME_COLUMNS = 40;
  private static final int CELL_COLUMNS = 29;
  private static final int RATIO_COLUMNS = 8;

  private final CompareOptions options;
  private final Results results;
  private final Screen screen;
  private final Peer ours;

  ReportTable(CompareOptions options, Results results, Screen screen) {
    this.options = options;
    this.results = results;
    this.screen = screen;
    this.ours =
        options.peers().stream()
            .filter(peer -> !results.unavailable().containsKey(peer))
            .findFirst()
            .orElseGet(() -> options.peers().getFirst());
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (long pairCount : options.pairCounts()) {
      text.append(
          String.format(
              Locale.ROOT,
              "%n%,d pairs of %d + %d bytes, rounds: %d; median [least to greatest];"
                  + " ratio above 1: %s is better; unlike: writes that survive different things%n",
              pairCount,
              Pairs.KEY_BYTES,
              options.valueBytes(),
              options.rounds(),
              ours.label()));
      for (List<Peer> peers : groups()) {
        appendTable(text, pairCount, peers);
      }
    }
    return text.toString();
  }

  /** The first store with as many others as there is room for, then with the next others. */
  private List<List<Peer>> groups() {
    List<Peer> others =
        options.peers().stream()
            .filter(peer -> peer != ours && !results.unavailable().containsKey(peer))
            .toList();
    int room = screen.columns() - NAME_COLUMNS - CELL_COLUMNS;
    int size = Math.max(1, room / (CELL_COLUMNS + RATIO_COLUMNS));
    List<List<Peer>> groups = new ArrayList<>();
    for (int from = 0; from == 0 || from < others.size(); from += size) {
      List<Peer> group = new ArrayList<>(List.of(ours));
      group.addAll(others.subList(from, Math.min(from + size, others.size())));
      groups.add(group);
    }
    return groups;
  }

  private void appendTable(StringBuilder text, long pairCount, List<Peer> peers) {
    text.append(System.lineSeparator());
    appendRow(text, peers, "", "", Peer::label, other -> "ratio");
    for (Results.Subject subject : results.subjects()) {
      if (subject.pairCount() == pairCount
          && subject.detail().compareTo(options.detail()) <= 0
          && peers.stream().anyMatch(peer -> results.of(subject, peer).isPresent())) {
        appendRow(
            text,
            peers,
            subject.name(),
            subject.unit().symbol(),
            peer -> cell(subject, peer),
            other -> ratio(subject, other));
      }
    }
  }

  private void appendRow(
      StringBuilder text,
      List<Peer> peers,
      String name,
      String unit,
      Function<Peer, String> cell,
      Function<Peer, String> ratio) {
    text.append(String.format("%-32s %-7s", name, unit));
    for (Peer peer : peers) {
      text.append(String.format(" %28s", cell.apply(peer)));
      if (peer != ours) {
        text.append(String.format(" %7s", ratio.apply(peer)));
      }
    }
    text.append(System.lineSeparator());
  }

  private String cell(Results.Subject subject, Peer peer) {
    return results.of(subject, peer).map(summary -> summary.text(subject.unit())).orElse(NONE);
  }

  private String ratio(Results.Subject subject, Peer other) {
    Optional<Summary> mine = results.of(subject, ours);
    Optional<Summary> theirs = results.of(subject, other);
    if (mine.isEmpty()
        || theirs.isEmpty()
        || isComparedWithNone(subject, ours)
        || isComparedWithNone(subject, other)) {
      return NONE;
    }
    if (!results.areComparable(subject, ours, other)) {
      return REFUSED;
    }
    double ratio = subject.unit().advantage(mine.get().median(), theirs.get().median());
    return Double.isFinite(ratio) ? String.format(Locale.ROOT, "%.2f", ratio) : NONE;
  }

  private boolean isComparedWithNone(Results.Subject subject, Peer peer) {
    return results
        .scope(subject, peer)
        .filter(scope -> scope == Scope.CUT_SHORT || scope == Scope.NONE)
        .isPresent();
  }
}
