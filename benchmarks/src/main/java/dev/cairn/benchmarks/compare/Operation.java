package dev.cairn.benchmarks.compare;

/** One call of a store with the keys made for it and the answer checked. For one thread. */
@FunctionalInterface
interface Operation {
  void run();
}
