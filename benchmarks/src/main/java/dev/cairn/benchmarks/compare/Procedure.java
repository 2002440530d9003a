package dev.cairn.benchmarks.compare;

import dev.cairn.Durability;
import dev.cairn.benchmarks.store.Peer;
import java.io.IOException;

/** How a workload is measured, in a JVM of its own. */
interface Procedure {
  /** What it begins with. */
  Start start();

  /** Whether it changes the store, which is then of no use to another workload. */
  boolean writes();

  /** Whether it makes sense for a store. */
  boolean suits(Peer peer);

  /** More pairs than any store adds to those that are there: some must be told how many come. */
  default long mostInserts(Trial trial) {
    return 0;
  }

  /** What its writes shall survive, which most leave to the options. */
  default Durability durability(Durability asked) {
    return asked;
  }

  /** Whether it is done once with a small store, so that compiled code is measured. */
  default boolean isRehearsed() {
    return true;
  }

  /** Between which stores its figures may be compared. */
  default Scope scope() {
    return writes() ? Scope.SAME_DURABILITY : Scope.ANY;
  }

  /** Measures. */
  void run(Bench bench) throws IOException;
}
