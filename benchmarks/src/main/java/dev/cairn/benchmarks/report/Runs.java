package dev.cairn.benchmarks.report;

import dev.cairn.benchmarks.compare.Scope;
import dev.cairn.benchmarks.store.Peer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What was measured in several runs. Stores are compared by figures of one run only: of that which
 * has most of them, of several such of that with more rounds, of several such of the latest.
 *
 * @param all the runs, in the order of their dates, however the command line had them
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

    /** Whether one of the two had no time for the whole work, so that there is no comparison. */
    boolean isCutShort() {
      return ours.isCutShort() || theirs.isCutShort();
    }

    /** Whether it is a figure of work that differs from store to store. */
    boolean isOfUnequalWork() {
      return ours.scope() == Scope.NONE || theirs.scope() == Scope.NONE;
    }

    /** How many rounds there are at least of each of the two. */
    int roundCount() {
      return Math.min(ours.roundCount(), theirs.roundCount());
    }

    /** The quotient of the medians. */
    double quotient() {
      return ours.median() / theirs.median();
    }

    /** Above 1 if ours is better, whatever the unit. */
    double advantage() {
      return ours.unit().advantage(ours.median(), theirs.median());
    }

    /** The quotients of the rounds that both have. */
    List<Double> quotients() {
      List<Double> mine = ours.summary().rounds();
      List<Double> others = theirs.summary().rounds();
      List<Double> quotients = new ArrayList<>();
      for (int i = 0; i < Math.min(mine.size(), others.size()); i++) {
        double quotient = mine.get(i) / others.get(i);
        if (Double.isFinite(quotient)) {
          quotients.add(quotient);
        }
      }
      return quotients;
    }
  }

  /** Figures of one run: they were measured together. */
  record Group(Run run, List<Measurement> figures) {
    /** How many rounds all of them have. */
    private int roundCount() {
      return figures.stream().mapToInt(Measurement::roundCount).min().orElse(0);
    }

    private boolean has(Measurement.Key key) {
      return run.find(key).isPresent();
    }
  }

  Runs {
    all = all.stream().sorted(Comparator.comparing((Run run) -> run.origin().date())).toList();
  }

  static boolean isCairn(String store) {
    return store.startsWith(CAIRN);
  }

  /**
   * What each run has of some figures. First comes the run that has most of them, of several such
   * that which has more rounds of them, and of several such the latest.
   */
  List<Group> groups(List<Measurement.Key> keys) {
    return all.reversed().stream()
        .map(run -> new Group(run, keys.stream().flatMap(key -> run.find(key).stream()).toList()))
        .filter(group -> !group.figures().isEmpty())
        .sorted(
            Comparator.comparingInt((Group group) -> group.figures().size())
                .thenComparingInt(Group::roundCount)
                .reversed())
        .toList();
  }

  /** The figures of those stores that the first of the groups has. */
  List<Measurement> together(Setting setting, long pairCount, String figure, List<String> stores) {
    return groups(keys(setting, pairCount, figure, stores)).stream()
        .map(Group::figures)
        .findFirst()
        .orElse(List.of());
  }

  static List<Measurement.Key> keys(
      Setting setting, long pairCount, String figure, List<String> stores) {
    return stores.stream()
        .map(store -> new Measurement.Key(setting, pairCount, figure, store))
        .toList();
  }

  /**
   * The groups of a store and some others that the store itself is in. In each its own figure is
   * the first.
   */
  List<Group> groupsAround(Measurement.Key ours, List<String> others) {
    List<Measurement.Key> keys = new ArrayList<>(List.of(ours));
    others.forEach(store -> keys.add(ours.of(store)));
    return groups(keys).stream().filter(group -> group.has(ours)).toList();
  }

  Optional<Measurement> find(Measurement.Key key) {
    return groups(List.of(key)).stream().map(group -> group.figures().getFirst()).findFirst();
  }

  /** Two figures of one run, if some run has both. */
  Optional<Pairing> pair(Measurement.Key ours, Measurement.Key theirs) {
    return groups(List.of(ours, theirs)).stream()
        .filter(group -> group.figures().size() == 2)
        .map(group -> new Pairing(group.figures().getFirst(), group.figures().getLast()))
        .findFirst();
  }

  /**
   * An engine's figure beside the best that a peer has, for which its writes must survive the same.
   * All are of the run that has the engine and most peers, if it has one of which that is true.
   */
  Optional<Pairing> bestPeer(Measurement.Key ours) {
    List<String> peers = stores().stream().filter(store -> !isCairn(store)).toList();
    return groupsAround(ours, peers).stream()
        .flatMap(group -> bestPeer(group.figures()).stream())
        .findFirst();
  }

  /** The best of the peers whose figures come behind an engine's. */
  private static Optional<Pairing> bestPeer(List<Measurement> figures) {
    return figures.stream()
        .skip(1)
        .map(theirs -> new Pairing(figures.getFirst(), theirs))
        .filter(Pairing::isFair)
        .filter(pairing -> Double.isFinite(pairing.advantage()))
        .min(Comparator.comparingDouble(Pairing::advantage));
  }

  /** The run that ranks Cairn's engines by a figure, alone: it has that of most of them. */
  Optional<Runs> ranking(Setting setting, long pairCount, String figure) {
    return groups(keys(setting, pairCount, figure, engines())).stream()
        .findFirst()
        .filter(group -> group.figures().size() > 1)
        .map(group -> new Runs(List.of(group.run())));
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
}
