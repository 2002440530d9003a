package dev.cairn.benchmarks.compare;

import dev.cairn.benchmarks.store.Peer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/** All figures of all rounds, in the order in which they first came. */
final class Results {
  /**
   * A figure without its value.
   *
   * @param pairCount pairs in the store
   * @param name what was measured
   * @param unit what it counts
   * @param scope with which stores it may be compared
   */
  record Subject(long pairCount, String name, Unit unit, Scope scope) {}

  private final SequencedMap<Subject, Map<Peer, List<Double>>> samples = new LinkedHashMap<>();

  void add(Trial trial, Figure figure) {
    Subject subject = new Subject(trial.pairCount(), figure.name(), figure.unit(), figure.scope());
    samples
        .computeIfAbsent(subject, absent -> new EnumMap<>(Peer.class))
        .computeIfAbsent(trial.peer(), absent -> new ArrayList<>())
        .add(figure.value());
  }

  Set<Subject> subjects() {
    return samples.sequencedKeySet();
  }

  /** What the rounds gave for a store, if it has that figure. */
  Optional<Summary> of(Subject subject, Peer peer) {
    return Optional.ofNullable(samples.getOrDefault(subject, Map.of()).get(peer)).map(Summary::of);
  }
}
