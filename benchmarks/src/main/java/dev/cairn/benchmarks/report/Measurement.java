package dev.cairn.benchmarks.report;

import dev.cairn.Durability;
import dev.cairn.benchmarks.compare.Scope;
import dev.cairn.benchmarks.compare.Summary;
import dev.cairn.benchmarks.compare.Unit;

/**
 * One figure of one store.
 *
 * @param key what was measured of which store
 * @param workload in which
 * @param unit what it counts
 * @param scope with which stores it may be compared
 * @param durability what writes survived meanwhile
 * @param summary its values
 */
record Measurement(
    Key key, String workload, Unit unit, Scope scope, Durability durability, Summary summary) {
  /**
   * What a figure is found by.
   *
   * @param setting the conditions
   * @param pairCount pairs in the store
   * @param figure its name
   * @param store the store's label
   */
  record Key(Setting setting, long pairCount, String figure, String store) {
    Key of(String otherStore) {
      return new Key(setting, pairCount, figure, otherStore);
    }

    Key named(String otherFigure) {
      return new Key(setting, pairCount, otherFigure, store);
    }
  }

  String store() {
    return key.store();
  }

  double median() {
    return summary.median();
  }

  /** The median with its range and unit. */
  String text() {
    return summary.text(unit);
  }

  boolean isComparableWith(Measurement other) {
    return scope.joins(durability, other.durability)
        && other.scope.joins(durability, other.durability);
  }

  /** How many rounds have it. */
  int roundCount() {
    return summary.count();
  }

  /** Whether the ranges of the rounds have something in common; those of one round have none. */
  boolean overlaps(Measurement other) {
    return summary.min() < summary.max()
        && other.summary.min() < other.summary.max()
        && summary.min() <= other.summary.max()
        && other.summary.min() <= summary.max();
  }

  /** Whether the store had no time for the whole work. */
  boolean isCutShort() {
    return scope == Scope.CUT_SHORT;
  }

  /** Whether it is a rate. */
  boolean isThroughput() {
    return unit == Unit.KILO_PER_SECOND;
  }
}
