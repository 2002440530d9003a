package dev.cairn.benchmarks.compare;

import dev.cairn.Durability;
import dev.cairn.benchmarks.store.Peer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

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
   */
  record Subject(long pairCount, Workload workload, String name, Unit unit, Detail detail) {}

  /**
   * What one JVM printed besides figures.
   *
   * @param trial what it measured
   * @param timeLines of its roles
   * @param details what its store counted
   */
  record Run(Trial trial, List<TimeLine> timeLines, List<StoreDetail> details) {}

  /**
   * A trial that ended in another way than it should.
   *
   * @param trial what was to be measured
   * @param reason why it was not
   */
  record Failure(Trial trial, String reason) {
    @Override
    public String toString() {
      return trial.title() + ": " + reason;
    }
  }

  /**
   * Something about a trial that readers of its figures must know.
   *
   * @param trial whose figures they are
   * @param text what they must know
   */
  record Notice(Trial trial, String text) {
    @Override
    public String toString() {
      return trial.title() + ": " + text;
    }
  }

  /** A figure's values by their rounds, of which those that failed have none. */
  private record Samples(Durability durability, Scope scope, SortedMap<Integer, Double> values) {
    static Samples of(Trial trial, Figure figure) {
      return new Samples(
          trial.durability(), figure.scope(), new TreeMap<>(Map.of(trial.round(), figure.value())));
    }

    Samples plus(Samples other) {
      SortedMap<Integer, Double> all = new TreeMap<>(values);
      all.putAll(other.values);
      return new Samples(durability, scope.and(other.scope), all);
    }

    /** What is at a place is of that round, so that rounds of two stores can be paired. */
    Summary summary() {
      return Summary.of(
          IntStream.rangeClosed(0, values.lastKey())
              .mapToObj(round -> values.getOrDefault(round, Double.NaN))
              .toList());
    }
  }

  private final SequencedMap<Subject, Map<Peer, Samples>> samples = new LinkedHashMap<>();
  private final List<Run> runs = new ArrayList<>();
  private final Map<Peer, String> unavailable = new EnumMap<>(Peer.class);
  private final List<Failure> failures = new ArrayList<>();
  private final List<Notice> notices = new ArrayList<>();
  private final Instant begun;
  private @Nullable String endedEarly;

  /** Of a run that begins at an instant. */
  Results(Instant begun) {
    this.begun = begun;
  }

  /**
   * Takes what a measuring JVM printed, and returns its most telling figure.
   *
   * @throws RuntimeException if a line is garbled; then nothing is taken
   */
  String add(Trial trial, List<String> lines) {
    List<Figure> figures = read(lines, Figure::ofLine);
    Run run = new Run(trial, read(lines, TimeLine::ofLine), read(lines, StoreDetail::ofLine));
    figures.forEach(figure -> add(trial, figure));
    read(lines, NoticeLine::ofLine).forEach(text -> notices.add(new Notice(trial, text)));
    runs.add(run);
    return figures.stream()
        .filter(figure -> figure.detail() == Detail.MAIN)
        .map(Figure::text)
        .findFirst()
        .orElse("done");
  }

  private static <T> List<T> read(List<String> lines, Function<String, Optional<T>> reader) {
    return lines.stream().flatMap(line -> reader.apply(line).stream()).toList();
  }

  void add(Trial trial, Figure figure) {
    Subject subject =
        new Subject(
            trial.pairCount(), trial.workload(), figure.name(), figure.unit(), figure.detail());
    samples
        .computeIfAbsent(subject, absent -> new EnumMap<>(Peer.class))
        .merge(trial.peer(), Samples.of(trial, figure), Samples::plus);
  }

  void addUnavailable(Peer peer, String reason) {
    unavailable.put(peer, reason);
  }

  void addFailure(Trial trial, String reason) {
    failures.add(new Failure(trial, reason));
  }

  /** Says why nothing more is measured. */
  void endEarly(String why) {
    endedEarly = why;
  }

  /** When the run began. */
  Instant begun() {
    return begun;
  }

  /** Stores that cannot be had here, and why. */
  Map<Peer, String> unavailable() {
    return unavailable;
  }

  List<Failure> failures() {
    return failures;
  }

  List<Notice> notices() {
    return notices;
  }

  /** Why nothing more is measured, if that is so. */
  Optional<String> endedEarly() {
    return Optional.ofNullable(endedEarly);
  }

  /** Whether all was measured that can be here. */
  boolean isComplete() {
    return failures.isEmpty() && endedEarly == null;
  }

  Set<Subject> subjects() {
    return samples.sequencedKeySet();
  }

  List<Run> runs() {
    return runs;
  }

  /** Whether a store has done something that was measured. */
  boolean hasRun(Peer peer) {
    return runs.stream().anyMatch(run -> run.trial().peer() == peer);
  }

  /** What the rounds gave for a store, if it has that figure. */
  Optional<Summary> of(Subject subject, Peer peer) {
    return samples(subject, peer).map(Samples::summary);
  }

  /** What the writes survived by which a figure was measured, if there is that figure. */
  Optional<Durability> durability(Subject subject, Peer peer) {
    return samples(subject, peer).map(Samples::durability);
  }

  /** With which stores a figure of one may be compared: with none if that is so of a round. */
  Optional<Scope> scope(Subject subject, Peer peer) {
    return samples(subject, peer).map(Samples::scope);
  }

  private Optional<Samples> samples(Subject subject, Peer peer) {
    return Optional.ofNullable(samples.getOrDefault(subject, Map.of()).get(peer));
  }

  /** Whether a figure of two stores may be compared, both of which have it. */
  boolean areComparable(Subject subject, Peer one, Peer other) {
    Optional<Samples> mine = samples(subject, one);
    Optional<Samples> theirs = samples(subject, other);
    return mine.isPresent()
        && theirs.isPresent()
        && mine.get().scope().joins(mine.get().durability(), theirs.get().durability())
        && theirs.get().scope().joins(mine.get().durability(), theirs.get().durability());
  }
}
