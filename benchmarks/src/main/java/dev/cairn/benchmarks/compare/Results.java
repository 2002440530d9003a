package dev.cairn.benchmarks.compare;

import dev.cairn.Durability;
import dev.cairn.benchmarks.store.Peer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/** All that was measured in all rounds, in the order in which it first came. */
final class Results {
  /**
   * A figure without its value.
   *
   * @param pairCount pairs in the store
   * @param workload in which it was measured
   * @param name what was measured
   * @param unit what it counts
   * @param detail how closely it looks
   * @param scope with which stores it may be compared
   */
  record Subject(
      long pairCount, Workload workload, String name, Unit unit, Detail detail, Scope scope) {}

  /**
   * What one JVM printed besides figures.
   *
   * @param trial what it measured
   * @param timeLines of its roles
   * @param details what its store counted
   */
  record Run(Trial trial, List<TimeLine> timeLines, List<StoreDetail> details) {}

  private record Samples(Durability durability, List<Double> values) {}

  private final SequencedMap<Subject, Map<Peer, Samples>> samples = new LinkedHashMap<>();
  private final List<Run> runs = new ArrayList<>();

  void add(Trial trial, List<String> lines) {
    List<TimeLine> timeLines = new ArrayList<>();
    List<StoreDetail> details = new ArrayList<>();
    for (String line : lines) {
      Figure.ofLine(line).ifPresent(figure -> add(trial, figure));
      TimeLine.ofLine(line).ifPresent(timeLines::add);
      StoreDetail.ofLine(line).ifPresent(details::add);
    }
    runs.add(new Run(trial, timeLines, details));
  }

  void add(Trial trial, Figure figure) {
    Subject subject =
        new Subject(
            trial.pairCount(),
            trial.workload(),
            figure.name(),
            figure.unit(),
            figure.detail(),
            figure.scope());
    samples
        .computeIfAbsent(subject, absent -> new EnumMap<>(Peer.class))
        .computeIfAbsent(trial.peer(), absent -> new Samples(trial.durability(), new ArrayList<>()))
        .values()
        .add(figure.value());
  }

  Set<Subject> subjects() {
    return samples.sequencedKeySet();
  }

  List<Run> runs() {
    return runs;
  }

  /** What the rounds gave for a store, if it has that figure. */
  Optional<Summary> of(Subject subject, Peer peer) {
    return samples(subject, peer).map(found -> Summary.of(found.values()));
  }

  /** What the writes survived by which a figure was measured, if there is that figure. */
  Optional<Durability> durability(Subject subject, Peer peer) {
    return samples(subject, peer).map(Samples::durability);
  }

  private Optional<Samples> samples(Subject subject, Peer peer) {
    return Optional.ofNullable(samples.getOrDefault(subject, Map.of()).get(peer));
  }

  /** Whether a figure of two stores may be compared, both of which have it. */
  boolean areComparable(Subject subject, Peer one, Peer other) {
    Optional<Durability> mine = durability(subject, one);
    Optional<Durability> theirs = durability(subject, other);
    return mine.isPresent()
        && theirs.isPresent()
        && subject.scope().joins(mine.get(), theirs.get());
  }
}
