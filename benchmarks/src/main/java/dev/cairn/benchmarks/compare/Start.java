package dev.cairn.benchmarks.compare;

/** What a workload finds when it begins. */
enum Start {
  /** Nothing. */
  EMPTY,

  /** A store with all pairs, closed in good order. */
  FILLED,

  /** The same, whose process was killed while it overwrote them. */
  KILLED
}
