package dev.cairn.benchmarks.report;

import dev.cairn.benchmarks.store.Peer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What was measured in several runs. If several have a figure, that of the last counts. Two stores
 * are compared by figures of one run only.
 *
 * @param all the runs, in the order of the command line
 */
record Runs(List<Run> all) {
  private static final String CAIRN = "cairn-";
  private static final List<String> KNOWN_STORES =
      Arrays.stream(Peer.values()).map(Peer::label).toList();

  /** How two stores do in one run. */
  record Pairing(Measurement ours, Measurement theirs) {
    boolean isFair() {
      return ours.isComparableWith(theirs);
    }

    /** The quotient of the medians. */
    double quotient() {
      return ours.median() / theirs.median();
    }

    /** Above 1 if ours is better, whatever the unit. */
    double advantage() {
      return ours.unit().advantage(ours.median(), theirs.median());
    }

    /** The quotients of the rounds, if both have all of them. */
    List<Double> quotients() {
      List<Double> mine = ours.summary().rounds();
      List<Double> others = theirs.summary().rounds();
      List<Double> quotients = new ArrayList<>();
      for (int i = 0; mine.size() == others.size() && i < mine.size(); i++) {
        quotients.add(mine.get(i) / others.get(i));
      }
      return quotients;
    }
  }

  Runs {
    all = List.copyOf(all);
  }

  static boolean isCairn(String store) {
    return store.startsWith(CAIRN);
  }

  Optional<Measurement> find(Measurement.Key key) {
    return all.reversed().stream().map(run -> run.find(key)).flatMap(Optional::stream).findFirst();
  }

  OptionalDouble median(Measurement.Key key) {
    return find(key).stream().mapToDouble(Measurement::median).findFirst();
  }

  /**
   * An engine's figure beside the best that a peer has, for which its writes must survive the same.
   * All are of one run: of that in which engines are ranked by the figure, or else of the last one
   * that has it of the engine and a peer.
   */
  Optional<Pairing> bestPeer(Measurement.Key ours) {
    Optional<Runs> ranking = ranking(ours.setting(), ours.pairCount(), ours.figure());
    Stream<Runs> others = all.reversed().stream().map(run -> new Runs(List.of(run)));
    return Stream.concat(ranking.stream(), others)
        .flatMap(run -> run.bestPeerOfAll(ours).stream())
        .findFirst();
  }

  private Optional<Pairing> bestPeerOfAll(Measurement.Key ours) {
    return stores().stream()
        .filter(store -> !isCairn(store))
        .flatMap(store -> pair(ours, ours.of(store)).stream())
        .filter(Pairing::isFair)
        .filter(pairing -> Double.isFinite(pairing.advantage()))
        .min(Comparator.comparingDouble(Pairing::advantage));
  }

  /** Two figures of the last run that has both. */
  Optional<Pairing> pair(Measurement.Key ours, Measurement.Key theirs) {
    for (Run run : all.reversed()) {
      Optional<Measurement> mine = run.find(ours);
      Optional<Measurement> others = run.find(theirs);
      if (mine.isPresent() && others.isPresent()) {
        return Optional.of(new Pairing(mine.get(), others.get()));
      }
    }
    return Optional.empty();
  }

  /**
   * The last run that has a figure of several engines, alone: what is ranked was measured together.
   */
  Optional<Runs> ranking(Setting setting, long pairCount, String figure) {
    return all.reversed().stream()
        .map(run -> new Runs(List.of(run)))
        .filter(run -> run.engines(setting, pairCount, figure).size() > 1)
        .findFirst();
  }

  /** Cairn's engines that have a figure. */
  List<Measurement> engines(Setting setting, long pairCount, String figure) {
    return engines().stream()
        .flatMap(engine -> find(new Measurement.Key(setting, pairCount, figure, engine)).stream())
        .toList();
  }

  /** Stores that have figures, as {@link Peer} orders them; ones it does not know come last. */
  List<String> stores() {
    SequencedSet<String> stores = new LinkedHashSet<>();
    for (Run run : all) {
      run.measurements().keySet().forEach(key -> stores.add(key.store()));
    }
    return stores.stream().sorted(Comparator.comparingInt(Runs::place)).toList();
  }

  private static int place(String store) {
    int place = KNOWN_STORES.indexOf(store);
    return place < 0 ? KNOWN_STORES.size() : place;
  }

  /** Cairn's engines with a directory that have figures. */
  List<String> engines() {
    return stores().stream().filter(Engines::isEngine).toList();
  }

  List<Setting> settings() {
    return all.stream().map(Run::setting).distinct().toList();
  }

  /** Sizes for which there are figures. */
  List<Long> pairCounts(Setting setting) {
    TreeSet<Long> counts = new TreeSet<>();
    keys(setting).forEach(key -> counts.add(key.pairCount()));
    return List.copyOf(counts);
  }

  /** The size for which most is known; of several such the largest. */
  long mainPairCount(Setting setting) {
    List<Measurement.Key> keys = keys(setting);
    return pairCounts(setting).stream()
        .max(
            Comparator.comparingLong(
                    (Long count) -> keys.stream().filter(key -> key.pairCount() == count).count())
                .thenComparing(Comparator.naturalOrder()))
        .orElse(0L);
  }

  /** Names of figures that some store has, in the order in which they were measured. */
  List<String> figures(Setting setting, long pairCount, Predicate<Measurement> wanted) {
    SequencedSet<String> names = new LinkedHashSet<>();
    for (Run run : all) {
      if (run.setting().equals(setting)) {
        for (Measurement measurement : run.at(pairCount)) {
          if (wanted.test(measurement)) {
            names.add(measurement.key().figure());
          }
        }
      }
    }
    return List.copyOf(names);
  }

  private List<Measurement.Key> keys(Setting setting) {
    return all.stream()
        .map(run -> run.measurements().keySet())
        .flatMap(Collection::stream)
        .filter(key -> key.setting().equals(setting))
        .distinct()
        .toList();
  }

  /** The time line of a figure, in the first round of the last run that has one. */
  Optional<TimeLine> timeLine(Measurement.Key key) {
    return all.reversed().stream()
        .flatMap(run -> run.timeLines().stream())
        .filter(line -> line.key().equals(key))
        .findFirst();
  }
}
